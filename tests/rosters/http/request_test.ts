import { assert, assertEquals } from "@std/assert";
import { accountOf, type Vendor } from "../../../rosters/http/account.ts";
import { getOctets } from "../../../rosters/http/request.ts";
import { at, fakeClock } from "../fake_vendor.ts";

/** The text of an answer. */
async function getText(...asked: Parameters<typeof getOctets>) {
  const read = await getOctets(...asked);
  if (!read.ok) return read;
  return { ok: read.ok, value: new TextDecoder().decode(read.value.octets) };
}

const VENDOR: Vendor = {
  name: "The vendor",
  credential: "token",
  remedy: "token",
  rights: "read",
  urlSetting: "VENDOR_URL",
  headers: (token): Record<string, string> =>
    token === "" ? {} : { authorization: `Bearer ${token}` },
  errorMessageOf: () => "",
};

/** The vendor, but with its credential in the address. */
const SILENT: Vendor = { ...VENDOR, headers: () => ({ accept: "text/*" }) };

function accountAt(
  vendor: Vendor,
  url: string,
  token: string | null,
  env: Record<string, string> = {},
  clock = fakeClock(at("2026-03-02T09:00:00Z")),
) {
  return accountOf(
    vendor,
    { type: "json", id: "inhouse", state: "on_call", url, token },
    { env, timeZone: "UTC", stopAtMs: Infinity, clock },
  );
}

/**
 * Asks a server that sends to another one: what came of it, and with which
 * credentials the other was asked.
 */
async function sentElsewhere(vendor: Vendor, token: string | null) {
  const asked: (string | null)[] = [];
  const options = { hostname: "127.0.0.1", port: 0, onListen() {} };
  await using other = Deno.serve(options, ({ headers }) => {
    asked.push(headers.get("authorization"));
    return new Response("elsewhere");
  });
  const location = `http://127.0.0.1:${other.addr.port}/`;
  await using sending = Deno.serve(
    options,
    () => new Response(null, { status: 302, headers: { location } }),
  );
  const account = accountAt(vendor, "https://rosters.example.com", token, {
    TOKEN: "Sekret",
    VENDOR_URL: `http://127.0.0.1:${sending.addr.port}`,
  });
  const read = account.ok ? await getText(account.value, "/", {}) : account;
  return { asked, read };
}

Deno.test("a redirect is not followed if the credential is in the headers", async () => {
  assertEquals(await sentElsewhere(VENDOR, "TOKEN"), {
    asked: [],
    read: {
      ok: false,
      status: 302,
      reason: "The vendor answered 302: it sends elsewhere; " +
        "correct its address",
    },
  });
});

Deno.test("a redirect to another host is not followed without a credential either", async () => {
  for (
    const [vendor, token] of [[VENDOR, null], [SILENT, "TOKEN"]] as const
  ) {
    const { asked, read } = await sentElsewhere(vendor, token);
    assertEquals(asked, []);
    assert(!read.ok && read.reason.includes("it sends elsewhere"));
  }
});

/** Asks `from`, whose redirects are by address: where all calls went, and what came. */
async function redirected(
  redirects: Record<string, string>,
  from: string,
  [vendor, token]: [Vendor, string | null] = [VENDOR, null],
) {
  const asked: string[] = [];
  const { fetch } = globalThis;
  globalThis.fetch = ((input: string) => {
    asked.push(input);
    const location = redirects[input];
    return Promise.resolve(
      location === undefined
        ? new Response("found")
        : new Response(null, { status: 302, headers: { location } }),
    );
  }) as typeof globalThis.fetch;
  try {
    const account = accountAt(vendor, from, token, { TOKEN: "Sekret" });
    const read = account.ok ? await getText(account.value, "/a", {}) : account;
    return { asked, read };
  } finally {
    globalThis.fetch = fetch;
  }
}

Deno.test("a redirect within the host is followed by https, or on the same origin", async () => {
  const cases: [from: string, to: string, at: string][] = [
    ["https://here.test", "/b", "https://here.test/b"],
    ["https://here.test", "https://here.test/b?c", "https://here.test/b?c"],
    ["http://127.0.0.1:4390", "/b", "http://127.0.0.1:4390/b"],
  ];
  for (const [from, to, at] of cases) {
    const { asked, read } = await redirected({ [`${from}/a`]: to }, from);
    assertEquals(read, { ok: true, value: "found" });
    assertEquals(asked.at(-1), at);
  }
});

Deno.test("no other redirect is followed", async () => {
  for (
    const to of [
      "http://here.test/b",
      "https://there.test/b",
      "//there.test/b",
      "https://here.test:8443/b",
      "https://here.test.evil.test/b",
      "https://user:word@here.test/b",
      "ftp://here.test/b",
      "https://[",
    ]
  ) {
    const from = "https://here.test";
    const { asked, read } = await redirected({ [`${from}/a`]: to }, from);
    assertEquals(asked, [`${from}/a`], to);
    assert(!read.ok && read.status === 302, to);
  }
});

Deno.test("a credential in the headers goes to no second address", async () => {
  const from = "https://here.test";
  const redirects = { [`${from}/a`]: "/b" };
  const { asked, read } = await redirected(redirects, from, [VENDOR, "TOKEN"]);
  assertEquals(asked, [`${from}/a`]);
  assert(!read.ok && read.status === 302);
});

Deno.test("redirects without an end are given up", async () => {
  const from = "https://here.test";
  const { asked, read } = await redirected({ [`${from}/a`]: "/a" }, from);
  assertEquals(asked.length, 6);
  assert(!read.ok && read.status === 302);
});

Deno.test("an error of the network does not tell the address", async () => {
  const { fetch } = globalThis;
  globalThis.fetch = (input) =>
    Promise.reject(new TypeError(`error sending request for url (${input})`));
  try {
    const at = "https://here.test/x/Sekret?key=Sekret";
    const account = accountAt(VENDOR, at, null);
    assert(account.ok);
    const read = await getText(account.value, "", {});
    assert(!read.ok);
    assertEquals(
      read.reason,
      "The vendor cannot be reached: " +
        "TypeError: error sending request for url (https://here.test/…)",
    );
  } finally {
    globalThis.fetch = fetch;
  }
});

Deno.test("a stand-in's address that is none is named by its setting", () => {
  for (const address of ["xoxp-1-Sekret", "http://", "https://a b"]) {
    const env = { VENDOR_URL: address };
    const account = accountAt(VENDOR, "https://here.test", null, env);
    assert(!account.ok && account.reason.includes("VENDOR_URL"));
    assert(!account.reason.includes(address));
  }
});

Deno.test("the answers of one reading count together, and refused ones too", async () => {
  const { fetch } = globalThis;
  let status = 200;
  globalThis.fetch = () =>
    Promise.resolve(new Response(new Uint8Array(3 * 1024 ** 2), { status }));
  try {
    const account = accountAt(VENDOR, "https://here.test", null);
    assert(account.ok);
    const next = () => getText(account.value, "/a", {});
    assert((await next()).ok);
    status = 500;
    const refused = await next();
    assert(!refused.ok && refused.status === 500);
    status = 200;
    for (let times = 0; times < 2; times++) {
      const third = await next();
      assert(!third.ok);
      assertEquals(
        third.reason,
        "The vendor sent more than 8 MB in one reading: take less into " +
          "the source inhouse of shiftlight.config.ts, or lower limits.roster_hours",
      );
    }
  } finally {
    globalThis.fetch = fetch;
  }
});

Deno.test("a call that fails after a 429 is a failure, not an error", async () => {
  const clock = fakeClock(at("2026-03-02T09:00:00Z"));
  const headers = new Headers({ "retry-after": "2" });
  const limited = {
    status: 429,
    headers,
    data: undefined,
    octets: new Uint8Array(),
  };
  let calls = 0;
  const vendor: Vendor = {
    ...VENDOR,
    ask: () =>
      ++calls === 1
        ? Promise.resolve(limited)
        : Promise.reject(new TypeError("no route")),
  };
  const url = "https://rosters.example.com";
  const account = accountAt(vendor, url, null, {}, clock);
  assert(account.ok);
  assertEquals(await getText(account.value, "/shifts", {}), {
    ok: false,
    status: null,
    reason: "The vendor cannot be reached for /shifts: TypeError: no route",
  });
  assertEquals([calls, clock.sleeps], [2, [2000]]);
});
