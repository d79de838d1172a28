import { assert, assertEquals } from "@std/assert";
import type { ValidatedSource } from "../../../rosters/sources.ts";
import { bambooHrRoster } from "../../../rosters/vendors/bamboohr/adapter.ts";
import { goesNowhereElse } from "../failure_promises.ts";
import {
  assertIncludes,
  at,
  type Changes,
  fakeClock,
  type Handler,
  hangs,
  HOST,
  json,
  readerOf,
  reasonOf,
  reasonOfHanging,
  reasonWith,
} from "../fake_vendor.ts";
import DIRECTORY from "../payloads/bamboohr/directory.json" with {
  type: "json",
};
import WHOS_OUT from "../payloads/bamboohr/whos_out.json" with { type: "json" };

const TOKEN = "Sekret-0123456789";
const BASIC = btoa(`${TOKEN}:x`);
const OUT = "/api/v1/time_off/whos_out";
const EMPLOYEES = "/api/v1/employees/directory";

const read = readerOf({
  rosterOf: bambooHrRoster,
  source: {
    type: "bamboohr",
    id: "hr",
    state: "pto",
    company: "acme",
    directory: true,
    token: "BAMBOOHR_API_KEY",
  },
  env: { BAMBOOHR_API_KEY: TOKEN, BAMBOOHR_API_URL: HOST },
  window: {
    since: at("2026-03-02T08:00:00Z"),
    until: at("2026-03-16T08:00:00Z"),
  },
});

/** Answers who is out, and the directory. */
function company(
  out: unknown = WHOS_OUT,
  directory: () => Response = () => json(DIRECTORY),
): Handler {
  return ({ path }) => {
    if (path === OUT) return json(out);
    return path === EMPLOYEES ? directory() : json({}, 404);
  };
}

function reason(
  answer: Handler,
  changes: Changes<ValidatedSource<"bamboohr">> = {},
) {
  return reasonWith(read, answer, [TOKEN, BASIC], changes);
}

function absence(changes: object = {}) {
  return {
    id: 1,
    type: "timeOff",
    employeeId: 123,
    name: "Gary Shepherd",
    start: "2026-03-02",
    end: "2026-03-02",
    ...changes,
  };
}

function refused(status: number, words: string, header: string): Response {
  const headers = { [header]: words, "content-type": "text/html" };
  return new Response("", { status, headers });
}

Deno.test("whole days off, with the e-mails of the directory", async () => {
  const changes = { timeZone: "America/Denver" };
  const { reading, seen } = await read(company(), changes);
  const common = {
    ...{ state: "pto", source: "hr", schedule: "hr" },
    ...{ label: "Time off", level: 1 },
  };
  assertEquals(reading, {
    shifts: [
      {
        identity: {
          key: "bamboohr:123",
          email: "gary.shepherd@example.com",
          name: "Gary Shepherd",
        },
        ...common,
        start: at("2026-02-25T07:00:00Z"),
        // The last day counts: it ends as the 5th begins.
        end: at("2026-03-05T07:00:00Z"),
        days: { from: "2026-02-25", until: "2026-03-05" },
      },
      {
        identity: { key: "bamboohr:124", email: null, name: "Amelia Ortiz" },
        ...common,
        // The clocks have changed the day before.
        start: at("2026-03-09T06:00:00Z"),
        end: at("2026-03-10T06:00:00Z"),
        days: { from: "2026-03-09", until: "2026-03-10" },
      },
    ],
    unreadable: [],
    rejected: [],
    schedules: [{ source: "hr", schedule: "hr", name: "Time off" }],
  });
  assertEquals(seen.map(({ path }) => path), [OUT, EMPLOYEES]);
  const [first] = seen;
  assertEquals(first!.headers.get("authorization"), `Basic ${BASIC}`);
  assertEquals(first!.headers.get("accept"), "application/json");
  assertEquals(Object.fromEntries(first!.query), {
    start: "2026-03-01",
    end: "2026-03-17",
    filter: "off",
  });
});

Deno.test("without a stand-in the company's own address is asked", async () => {
  const host = "https://acme.bamboohr.com";
  const env = { BAMBOOHR_API_KEY: TOKEN };
  const { reading } = await read(company(), { host, env });
  assertEquals(reading.shifts.length, 2);
});

Deno.test("nobody's e-mail is asked for when nobody is out", async () => {
  const holiday = WHOS_OUT.filter(({ type }) => type === "holiday");
  const past = absence({ start: "2026-02-01", end: "2026-02-02" });
  for (const out of [[], holiday, [past]]) {
    const { reading, seen } = await read(company(out));
    assertEquals(seen.map(({ path }) => path), [OUT]);
    assertEquals(reading.shifts, []);
    assertEquals(reading.unreadable, []);
    assertEquals(reading.schedules.length, 1);
  }
});

Deno.test("a directory that is empty, or that the configuration says is closed, leaves people their names", async () => {
  const closed = { source: { directory: false } };
  for (const [status, changes] of [[404, {}], [403, closed]] as const) {
    const handler = company(WHOS_OUT, () => json({}, status));
    const { reading } = await read(handler, changes);
    assertEquals(reading.unreadable, []);
    assertEquals(reading.shifts.map(({ identity }) => identity), [
      { key: "bamboohr:123", email: null, name: "Gary Shepherd" },
      { key: "bamboohr:124", email: null, name: "Amelia Ortiz" },
    ]);
  }
});

Deno.test("a directory that fails otherwise leaves the source unreadable", async () => {
  const failures: [() => Response, string][] = [
    [() => json({}, 500), "answered 500"],
    [() => json({}, 401), "refused the API key in the secret BAMBOOHR_API_KEY"],
    [
      () => json({}, 403),
      "reading the employee directory: BambooHR refused the API key",
    ],
    [
      () => json({}, 403),
      "if the company does not share it, set directory: false in the source hr",
    ],
    [() => json({}, 429), "rate limit is used up"],
    [() => new Response("<html>"), `${EMPLOYEES} with what is not JSON`],
    [() => json([]), `${EMPLOYEES} does not fit: employees: missing`],
    [() => json({ employees: [{}] }), "employees[0].id: missing"],
    [
      () => json({ employees: [{ id: 1, workEmail: 7 }] }),
      "employees[0].workEmail: expected string, received 7",
    ],
  ];
  for (const [directory, said] of failures) {
    assertIncludes(await reason(company(WHOS_OUT, directory)), said);
  }
});

Deno.test("a day that is on anywhere on earth is kept", async () => {
  // Of other people each, so that they are not one absence.
  const day = (start: string, employeeId: number) =>
    absence({ start, end: start, employeeId });
  const days = ["2026-02-28", "2026-03-01", "2026-03-17", "2026-03-18"];
  const { reading } = await read(company(days.map(day)));
  assertEquals(reading.shifts.map(({ days }) => days?.from), [
    "2026-03-01",
    "2026-03-17",
  ]);
});

Deno.test("an absence keeps its days from poll to poll, and one without an end is one", async () => {
  const long = absence({ start: "2025-11-01", end: "9999-12-31" });
  for (const hours of [0, 12, 24 * 20]) {
    const since = at("2026-03-02T08:00:00Z") + hours * 3600;
    const window = { since, until: since + 14 * 24 * 3600 };
    const { reading } = await read(company([long]), { window });
    const [shift] = reading.shifts;
    assertEquals(shift?.start, at("2025-11-01T00:00:00Z"));
    assertEquals(shift?.end, null);
    assertEquals(shift?.days, { from: "2025-11-01", until: "9999-12-31" });
  }
});

Deno.test("ids are the same as numbers and in digits; a name may be missing", async () => {
  const out = [absence({ employeeId: "123", name: null })];
  const { reading } = await read(company(out));
  assertEquals(reading.shifts.map(({ identity }) => identity), [{
    key: "bamboohr:123",
    email: "gary.shepherd@example.com",
    name: "employee 123",
  }]);
});

Deno.test("an absence that ends before it starts is rejected alone", async () => {
  const out = [
    absence(),
    absence({ employeeId: 124, start: "2026-03-05", end: "2026-03-04" }),
  ];
  const { reading } = await read(company(out));
  assertEquals(reading.shifts.length, 1);
  assertEquals(reading.rejected.length, 1);
});

Deno.test("a field that does not fit is named with its place", async () => {
  const misfits: [object, string][] = [
    [{ type: undefined }, "[1].type: missing"],
    [{ type: "birthday" }, '[1].type: expected ("timeOff" | "holiday")'],
    [{ employeeId: undefined }, "[1].employeeId: missing"],
    [{ employeeId: null }, "[1].employeeId: expected (number | string)"],
    [{ employeeId: 1.5 }, "[1].employeeId"],
    [{ employeeId: "" }, "[1].employeeId"],
    [{ name: 7 }, "[1].name: expected string, received 7"],
    [{ start: null }, "[1].start: expected string, received null"],
    [{ start: "03/02/2026" }, "[1].start: expected a day such as 2026-03-02"],
    [{ end: "2026-02-30" }, "[1].end: expected a day such as 2026-03-02"],
    [{ end: undefined }, "[1].end: missing"],
  ];
  for (const [change, said] of misfits) {
    const text = await reason(company([absence(), absence(change)]));
    assertIncludes(text, `BambooHR's answer to ${OUT} does not fit: ${said}`);
  }
  const bodies = [null, {}, { error: "no" }, "out", { timeOff: [] }];
  for (const body of bodies) {
    assertIncludes(await reason(() => json(body)), "expected Array, received");
  }
});

Deno.test("refusals are reported in BambooHR's words, without the key", async () => {
  for (const form of [TOKEN, BASIC]) {
    for (const spelled of ["message", "messsage"]) {
      const header = `x-bamboohr-error-${spelled}`;
      const words = `no such key ${form}`;
      assertEquals(
        await reason(() => refused(500, words, header)),
        "BambooHR answered 500 (no such key …): the next poll tries again",
      );
    }
    const mismatch = await reason(() => json(form));
    assertIncludes(mismatch, `expected Array, received "…"`);
  }
  const unauthorized = await reason(() => new Response("", { status: 401 }));
  assertIncludes(
    unauthorized,
    "refused the API key in the secret BAMBOOHR_API",
  );
  assertIncludes(
    unauthorized,
    "slack env set BAMBOOHR_API_KEY <BambooHR API key>; the key's owner must be an enabled user",
  );
  const forbidden = await reason(() => new Response("", { status: 403 }));
  assertIncludes(forbidden, "may see Who's Out, which the company must have");
  const gone = await reason(() => new Response("", { status: 404 }));
  assertEquals(
    gone,
    "BambooHR answered 404: what it was asked for is not there; correct the source hr in shiftlight.config.ts",
  );
});

Deno.test("nobody is sent elsewhere with BambooHR's key", () =>
  goesNowhereElse(read, "BambooHR"));

Deno.test("no answer, or one that is no JSON, is unreadable", async () => {
  const answers: [Handler, string][] = [
    [() => new Response("<html>Log in</html>"), `${OUT} with what is not JSON`],
    [() => new Response('[{"id": 1, "ty'), "with what is not JSON"],
    [() => new Response(""), "with what is not JSON"],
    [() => {
      throw new TypeError(`dns ${TOKEN}`);
    }, `BambooHR cannot be reached for ${OUT}: TypeError: dns …`],
  ];
  for (const [answer, said] of answers) {
    assertIncludes(await reason(answer), said);
  }
  for (const answer of hangs('[{"id": ')) {
    const { ms, reason } = await reasonOfHanging(read, answer);
    assertEquals(ms, 10_000);
    assertIncludes(reason, `BambooHR did not answer ${OUT} within 10 s`);
  }
});

Deno.test("a 429 is waited for when it is short, once; a 503 is not", async () => {
  const cases: [number, Record<string, string>, number, number[], boolean][] = [
    [429, { "retry-after": "7" }, 1, [7000], true],
    [429, { "retry-after": "7" }, 2, [7000], false],
    [429, { "retry-after": "60" }, 1, [], false],
    [429, {}, 1, [], false],
    [503, { "retry-after": "7" }, 1, [], false],
  ];
  for (const [status, headers, times, sleeps, reads] of cases) {
    const clock = fakeClock();
    let calls = 0;
    const answer = company();
    const { reading } = await read(
      (seen, signal) =>
        calls++ < times
          ? new Response("", { status, headers })
          : answer(seen, signal),
      { clock },
    );
    assertEquals(clock.sleeps, sleeps);
    assertEquals(reading.shifts.length, reads ? 2 : 0);
    if (!reads) assertIncludes(reasonOf(reading), String(status));
  }
});

Deno.test("a secret that is not set is named, and nothing is asked", async () => {
  const { reading, seen } = await read(company(), { env: {} });
  assertIncludes(reasonOf(reading), "secret BAMBOOHR_API_KEY is not set");
  assert(seen.length === 0);
});
