import { assert, assertEquals } from "@std/assert";
import { accountOf, type Vendor } from "../../../rosters/http/account.ts";
import { getText } from "../../../rosters/http/request.ts";
import { at, fakeClock } from "../fake_vendor.ts";

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
  const account = accountOf(
    vendor,
    {
      type: "json",
      id: "inhouse",
      state: "on_call",
      url: "https://rosters.example.com",
      token,
    },
    {
      env: {
        TOKEN: "Sekret",
        VENDOR_URL: `http://127.0.0.1:${sending.addr.port}`,
      },
      timeZone: "UTC",
      stopAtMs: Infinity,
      clock: fakeClock(at("2026-03-02T09:00:00Z")),
    },
  );
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

Deno.test("a redirect is followed if the headers hold no credential", async () => {
  const read = { ok: true as const, value: "elsewhere" };
  for (
    const [vendor, token] of [[VENDOR, null], [SILENT, "TOKEN"]] as const
  ) {
    assertEquals(await sentElsewhere(vendor, token), { asked: [null], read });
  }
});

Deno.test("a call that fails after a 429 is a failure, not an error", async () => {
  const clock = fakeClock(at("2026-03-02T09:00:00Z"));
  const headers = new Headers({ "retry-after": "2" });
  const limited = { status: 429, headers, data: undefined, text: "" };
  let calls = 0;
  const vendor: Vendor = {
    ...VENDOR,
    ask: () =>
      ++calls === 1
        ? Promise.resolve(limited)
        : Promise.reject(new TypeError("no route")),
  };
  const account = accountOf(
    vendor,
    {
      type: "json",
      id: "inhouse",
      state: "on_call",
      url: "https://rosters.example.com",
      token: null,
    },
    { env: {}, timeZone: "UTC", stopAtMs: Infinity, clock },
  );
  assert(account.ok);
  assertEquals(await getText(account.value, "/shifts", {}), {
    ok: false,
    status: null,
    reason: "The vendor cannot be reached for /shifts: TypeError: no route",
  });
  assertEquals([calls, clock.sleeps], [2, [2000]]);
});
