import { assertEquals } from "@std/assert";
import {
  daysText,
  sharedTimeText,
  stateLabel,
  statesText,
  whenText,
} from "../../../app/messages/phrases.ts";
import config from "../../../shiftlight.config.ts";

const unix = (instant: string) => Date.parse(instant) / 1000;

/** Monday, ten o'clock in Berlin. */
const READER = {
  timeZone: "Europe/Berlin",
  now: unix("2026-03-02T09:00:00Z"),
};

Deno.test("a state is called by its label, else by what its name says", () => {
  const rules = { on_call: { label: "Bereitschaft" }, night_watch: {} };
  assertEquals(stateLabel(rules, "on_call"), "Bereitschaft");
  assertEquals(stateLabel(rules, "night_watch"), "night watch");
  assertEquals(stateLabel(rules, "pto"), "time off");
  assertEquals(stateLabel(rules, "focus"), "focus time");
  assertEquals(stateLabel(rules, "constructor"), "constructor");
  assertEquals(
    statesText(config.states, ["on_call", "pto", "deploy_freeze"]),
    "on call, time off and deploy freeze",
  );
});

Deno.test("times are told by the reader's clock", () => {
  const when = (start: string, end: string | null) =>
    whenText({ start: unix(start), end: end && unix(end) || null }, READER);
  const eight = "2026-03-02T07:00:00Z";
  assertEquals(when(eight, "2026-03-02T16:00:00Z"), "until 17:00");
  assertEquals(when(eight, null), "until further notice");
  assertEquals(
    when("2026-03-03T08:00:00Z", "2026-03-14T16:00:00Z"),
    "from Tue 09:00 until 14 Mar 17:00",
  );
});

Deno.test("whole days by the reader's clock are told as days, with the day they are back", () => {
  const when = (start: string, end: string | null) =>
    whenText({ start: unix(start), end: end && unix(end) || null }, READER);
  assertEquals(
    when("2026-03-02T23:00:00Z", "2026-03-05T23:00:00Z"),
    "Tue 3 to Thu 5 Mar, back Friday",
  );
  assertEquals(
    when("2026-03-02T23:00:00Z", null),
    "from Tue 3 Mar until further notice",
  );
  // In UTC these are no whole days.
  assertEquals(
    when("2026-03-03T00:00:00Z", "2026-03-06T00:00:00Z"),
    "from Tue 01:00 until Fri 01:00",
  );
});

Deno.test("days name the month and the year when they differ, and no return at a weekend", () => {
  const days = (first: string, last: string) =>
    daysText({ first, last }, READER);
  assertEquals(days("2026-03-03", "2026-03-03"), "Tue 3 Mar, back Wednesday");
  assertEquals(days("2026-03-05", "2026-03-06"), "Thu 5 to Fri 6 Mar");
  assertEquals(
    days("2026-03-30", "2026-04-02"),
    "Mon 30 Mar to Thu 2 Apr",
  );
  assertEquals(
    days("2026-12-30", "2027-01-04"),
    "Wed 30 Dec to Mon 4 Jan 2027",
  );
});

Deno.test("in a channel each reader sees their own clock; the text without it names its zone", () => {
  assertEquals(
    sharedTimeText(unix("2026-03-03T16:00:00Z"), READER),
    "<!date^1772553600^{date_short_pretty} {time}|Tue 17:00 Europe/Berlin>",
  );
});
