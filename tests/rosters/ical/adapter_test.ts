import { assert, assertEquals } from "@std/assert";
import type { ValidatedSource } from "../../../rosters/sources.ts";
import { icalRoster } from "../../../rosters/ical/adapter.ts";
import type { RosterReading } from "../../../rosters/port.ts";
import { rosterOf } from "../../../rosters/read_rosters.ts";
import { fakeClock } from "../fake_vendor.ts";
import { calendar, event, NOVEMBER, SOURCE } from "./feed.ts";

const SECRET = "private-0123'456=789";
const SECRET_SOURCE: Partial<ValidatedSource<"ical">> = {
  url: "https://calendar.example.com/feeds/{secret}/basic.ics",
  token: "PTO_CALENDAR",
};
const FEED = calendar(event("DTSTART:20261102T090000Z", "DURATION:PT1H"));

interface Asked {
  url: string;
  accept: string | null;
}

/** Reads the source with `answer` in the calendar's place. */
async function readWith(
  answer: () => Response,
  source: Partial<ValidatedSource<"ical">> = {},
  env: Record<string, string> = { PTO_CALENDAR: SECRET },
): Promise<{ reading: RosterReading; asked: Asked[] }> {
  const { fetch } = globalThis;
  const asked: Asked[] = [];
  globalThis.fetch = ((input: string, init?: RequestInit) => {
    const accept = new Headers(init?.headers).get("accept");
    asked.push({ url: String(input), accept });
    return Promise.resolve().then(answer);
  }) as typeof globalThis.fetch;
  try {
    const clock = fakeClock();
    const read = icalRoster({ ...SOURCE, ...source });
    const reading = await read(NOVEMBER, {
      env,
      timeZone: "UTC",
      stopAtMs: clock.now() + 60_000,
      clock,
    });
    return { reading, asked };
  } finally {
    globalThis.fetch = fetch;
  }
}

async function reasonOf(
  answer: () => Response,
  source: Partial<ValidatedSource<"ical">> = {},
  env?: Record<string, string>,
): Promise<string> {
  const { reading } = await readWith(answer, source, env);
  assertEquals(reading.shifts, []);
  assertEquals(reading.schedules, []);
  assertEquals(reading.unreadable.length, 1);
  const [{ schedule, source: id, reason }] = reading.unreadable as [
    RosterReading["unreadable"][number],
  ];
  assertEquals([schedule, id], [null, "cal"]);
  assert(!reason.includes("private-0123"), reason);
  return reason;
}

const ok = () => new Response(FEED);

Deno.test("a calendar is read at its address, and asked for as a calendar", async () => {
  const { reading, asked } = await readWith(ok);
  assertEquals(reading.shifts.length, 1);
  assertEquals(reading.unreadable, []);
  assertEquals(asked, [{
    url: SOURCE.url,
    accept: "text/calendar, */*;q=0.5",
  }]);
});

Deno.test("the adapter is found by the source's type", () => {
  assertEquals(typeof rosterOf({ ...SOURCE }), "function");
});

Deno.test("the secret is put into the address, encoded as far as needed", async () => {
  const cases: [secret: string, url: string, asked: string][] = [
    ["a-b/c%20d?e=f&g", "https://c.example.com/{secret}", "a-b/c%20d?e=f&g"],
    ['a"b#c$&d', "https://c.example.com/{secret}", "a%22b%23c$&d"],
    ["s", "https://c.example.com/x?key={secret}&v={secret}", "x?key=s&v=s"],
    ["s", "https://c.example.com/{secret}/", "s/"],
  ];
  for (const [secret, url, path] of cases) {
    const { asked } = await readWith(ok, { url, token: "PTO_CALENDAR" }, {
      PTO_CALENDAR: secret,
    });
    assertEquals(
      asked.map(({ url }) => url),
      [`https://c.example.com/${path}`],
    );
  }
});

Deno.test("a stand-in replaces only the host", async () => {
  const { asked } = await readWith(ok, SECRET_SOURCE, {
    PTO_CALENDAR: "s",
    ICAL_API_URL: "http://127.0.0.1:8000/ical",
  });
  assertEquals(
    asked.map(({ url }) => url),
    ["http://127.0.0.1:8000/ical/feeds/s/basic.ics"],
  );
});

Deno.test("a missing secret is reported, and nothing is asked", async () => {
  assertEquals(
    await reasonOf(ok, SECRET_SOURCE, {}),
    "the secret PTO_CALENDAR is not set: slack env set PTO_CALENDAR " +
      "<secret part of the calendar's address>",
  );
});

Deno.test("HTTP errors say what to do", async () => {
  const status = (status: number) => () =>
    new Response("<html>No such calendar</html>", { status });
  assertEquals(
    await reasonOf(status(404), SECRET_SOURCE),
    "The calendar's server answered 404: what it was asked for is not there; correct the source cal in shiftlight.config.ts",
  );
  assertEquals(
    await reasonOf(status(401), SECRET_SOURCE),
    "The calendar's server refused the secret part of the address in the " +
      "secret PTO_CALENDAR (401; Slack's own tokens are not concerned): slack " +
      "env set PTO_CALENDAR <secret part of the calendar's address>",
  );
  assertEquals(
    await reasonOf(status(503)),
    "The calendar's server answered 503: the next poll tries again",
  );
});

Deno.test("no error has the secret or the address in it", async () => {
  const encoded = SECRET.replace("'", "%27");
  const failing = () => {
    throw new TypeError(
      `error sending request for url (https://calendar.example.com/feeds/` +
        `${encoded}/basic.ics?key=${encoded}): connection refused`,
    );
  };
  assertEquals(
    await reasonOf(failing, SECRET_SOURCE),
    "The calendar's server cannot be reached: TypeError: error sending " +
      "request for url (https://calendar.example.com/…): connection refused",
  );
  const named = (...lines: string[]) =>
    calendar(event("UID:u", `SUMMARY:${SECRET}`, ...lines));
  const endless = named("DTSTART:20200101T000000Z", "RRULE:FREQ=SECONDLY");
  assertEquals(
    await reasonOf(() => new Response(endless), SECRET_SOURCE),
    "what the calendar's server sent cannot be read: its rules of recurrence " +
      'take too long to follow, most of all that of the event "…" (UID u): ' +
      "correct that event in the calendar",
  );
  const { reading } = await readWith(
    () => new Response(named("DTSTART:x")),
    SECRET_SOURCE,
  );
  assertEquals(reading.unreadable.map(({ reason }) => reason), [
    'event "…" (UID u): its DTSTART is not valid: "x"',
  ]);
  const nobody = calendar(
    event(`UID:${SECRET}`, "SUMMARY:", "DTSTART:20261102"),
  );
  const other = await readWith(() => new Response(nobody), SECRET_SOURCE);
  assertEquals(other.reading.rejected.map(({ reason }) => reason), [
    "event (UID …): it has neither attendees nor a summary",
  ]);
});

Deno.test("a source that is no calendar is unreadable, not empty", async () => {
  assertEquals(
    await reasonOf(() => new Response("<html>Sign in</html>")),
    "what the calendar's server sent cannot be read: it is no calendar: it is " +
      "a web page, such as one for signing in; take the address of the " +
      "calendar in iCalendar format, which opens without signing in",
  );
  assertEquals(
    await reasonOf(() => new Response(null, { status: 204 })),
    "what the calendar's server sent cannot be read: it is empty",
  );
  assertEquals(
    await reasonOf(() => new Response(new Uint8Array(9 * 1024 * 1024))),
    "The calendar's server sent more than 8 MB in one reading: take less into " +
      "the source cal of shiftlight.config.ts, or lower limits.roster_hours",
  );
});
