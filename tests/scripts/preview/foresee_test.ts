import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { defineConfig } from "../../../config/define_config.ts";
import fixed from "../../../dev/fixed_config.ts";
import { readingWindow } from "../../../scripts/preview/foresee.ts";
import { at, identity, previewOf, shift } from "./rosters.ts";

const ANN = identity("ann");

Deno.test("Grafana's id and PagerDuty's address are one person, if any roster knows both", () => {
  const byId = identity("ann", { key: "grafana:1", slackId: "U00000ANN" });
  const shifts = [
    shift(ANN, "2 09:00", "2 17:00"),
    shift(byId, "3 09:00", "3 17:00", { source: "edge" }),
  ];
  const { people, total } = previewOf(shifts);
  assertEquals([total, people.map(({ id }) => id)], [1, ["U00000ANN"]]);
  assertEquals(people[0]!.planned.length, 2);
  // Where the vendor of the id has no address, nothing joins them but a file.
  const bare = { ...byId, email: null };
  const apart = [shifts[0]!, { ...shifts[1]!, identity: bare }];
  assertEquals(previewOf(apart).total, 2);
  const known = [{
    email: "ann@example.com",
    id: "U00000ANN",
    name: "Ann",
    tz: "Asia/Tokyo",
  }];
  const [told, ...others] = previewOf(apart, { known }).people;
  assertEquals(others, []);
  assertEquals([told!.name, told!.time_zone], ["Ann", "Asia/Tokyo"]);
  assertEquals(told!.planned[0]!.text, "On call for Payments until Tue 02:00");
});

Deno.test("the table, the vendor's id, the address and an alias name people, in this order", () => {
  const config = defineConfig({
    ...fixed,
    people: { "ann@example.com": "U00000TAB" },
    aliases: [{ pattern: "Maya*", person: "maya@example.com" }],
  });
  const named = identity("Maya R", { key: "ical:Maya R", email: null });
  const { people, unknown } = previewOf([
    shift({ ...ANN, slackId: "U00000VEN" }, "2 09:00", "2 17:00"),
    shift(named, "2 10:00", "2 17:00"),
    shift(
      identity("Zed", { key: "ical:Zed", email: null }),
      "2 10:00",
      "2 17:00",
    ),
  ], { config });
  assertEquals(people.map(({ id }) => id), ["U00000TAB", "maya@example.com"]);
  assertEquals(unknown.map(({ name }) => name), ["Zed"]);
  assertStringIncludes(
    unknown[0]!.paste,
    'aliases: [{ pattern: "Zed", person:',
  );
});

Deno.test("the rosters are read so far that the last day has its ends", () => {
  const config = defineConfig(fixed);
  const span = { from: at("2 08:00"), to: at("9 00:00") };
  const { since, until } = readingWindow(config, span);
  assertEquals([since, until], [span.from, span.to + 336 * 3600]);
  const { people } = previewOf([shift(ANN, "8 20:00", "15 08:00")]);
  assertEquals(people[0]!.planned.map(({ text, to }) => [text, to]), [
    ["On call for Payments until 15 Mar 08:00", "2026-03-15T08:00:00Z"],
  ]);
});

Deno.test("whole days are those of the person's zone", () => {
  const days = { from: "2026-03-03", until: "2026-03-04" };
  const leave = { state: "pto", schedule: "L1", label: "Leave", days };
  const known = [{ ...ANN, id: null, tz: "Asia/Tokyo" }];
  const { people } = previewOf(
    [shift(ANN, "3 00:00", "4 00:00", leave)],
    { known },
  );
  const [planned] = people[0]!.planned;
  assertEquals(planned!.from, "2026-03-02T15:00:00Z");
  assertEquals(planned!.text, "On leave until Tue");
  assertEquals(people[0]!.snoozes, [{
    from: "2026-03-02T15:00:00Z",
    to: "2026-03-03T15:00:00Z",
    by: "app",
  }]);
});

Deno.test("the end of whole days is known when the app's reading has it", () => {
  const limits = { ...fixed.limits, roster_hours: 24 };
  const config = defineConfig({ ...fixed, limits });
  const days = { from: "2026-03-03", until: "2026-03-06" };
  const leave = { state: "pto", schedule: "L1", label: "Leave", days };
  const known = [{ ...ANN, id: null, tz: "Asia/Tokyo" }];
  const { people } = previewOf(
    [shift(ANN, "3 00:00", "6 00:00", leave)],
    { known, config },
  );
  const seen = people[0]!.planned.map(({ from, text }) => [from, text]);
  // A reading is cut by the days of the configured zone, not of Tokyo.
  assertEquals(seen, [
    ["2026-03-02T15:00:00Z", "On leave until further notice"],
    ["2026-03-05T00:00:01Z", "On leave until Thu"],
  ]);
});

/** The texts of *look twice*, of one kind. */
function told(document: ReturnType<typeof previewOf>, kind: string): string[] {
  return document.look_twice.filter((each) => each.kind === kind)
    .map(({ text }) => text);
}

Deno.test("look twice: on call during leave, two schedules at once", () => {
  const search = { schedule: "P2", label: "Search" };
  const document = previewOf([
    shift(ANN, "3 09:00", "4 09:00"),
    shift(ANN, "3 12:00", "3 14:00", search),
    shift(ANN, "3 18:00", "3 20:00", search),
    shift(ANN, "4 00:00", "6 00:00", { state: "pto", label: "Leave" }),
  ]);
  assertEquals(told(document, "leave"), [
    "ann is on call for Payments from Wed 4 00:00 to Wed 4 09:00 during time off: " +
    "on call shows (priority 40 over 30), and notifications stay on while on call.",
  ]);
  assertEquals(told(document, "two_schedules"), [
    "ann is on call for Payments and Search at once, from Tue 3 12:00 to Tue 3 14:00, and once more.",
  ]);
  assertEquals(told(previewOf([shift(ANN, "3 09:00", null)]), "leave"), []);
});

Deno.test("look twice: a text that is cut", () => {
  const label =
    "The payments platform of the whole company, primary and backup, weekdays and weekends";
  const document = previewOf([shift(ANN, "3 09:00", "3 17:00", { label })]);
  const [text] = told(document, "cut");
  assertStringIncludes(text!, "ann's text is cut at Slack's 100 characters");
  assertEquals(told(previewOf([shift(ANN, "3 09:00", "3 17:00")]), "cut"), []);
});

Deno.test("look twice: more starts in a minute than Slack allows", () => {
  const crowd = (count: number) =>
    Array.from(
      { length: count },
      (_, index) => shift(identity(`p${index}`), "3 09:00", "3 17:00"),
    );
  assertEquals(told(previewOf(crowd(50)), "rates"), []);
  assertEquals(told(previewOf(crowd(51)), "rates"), [
    "51 people start at Tue 3 09:00: Slack allows 50 writes a minute, so the last one waits for a minute.",
  ]);
  const [text] = told(previewOf(crowd(160)), "rates");
  assertStringIncludes(text!, "waits for 3 minutes");
});

Deno.test("look twice: nobody is on call where somebody was before", () => {
  const document = previewOf([
    shift(ANN, "2 09:00", "3 09:00"),
    shift(identity("bob"), "3 09:00", "3 17:00"),
    shift(ANN, "4 09:00", "4 17:00"),
    shift(ANN, "2 09:00", null, { schedule: "P2", label: "Search" }),
    // A placeholder is nobody.
    shift(identity("Nobody", { email: null }), "3 17:00", "4 09:00"),
  ]);
  assertEquals(told(document, "gap"), [
    "Payments: nobody is on call from Tue 3 17:00 to Wed 4 09:00, and once more.",
  ]);
});

Deno.test("--only leaves out people and what concerns others", () => {
  const shifts = [
    shift(ANN, "2 09:00", "3 09:00"),
    shift(identity("bob"), "2 09:00", "3 09:00"),
  ];
  const { people, total, look_twice } = previewOf(shifts, { only: "BO" });
  assertEquals([people.map(({ name }) => name), total], [["bob"], 2]);
  assertEquals(look_twice, []);
});

Deno.test("what only Slack knows is said", () => {
  const { not_known, people } = previewOf([
    shift(ANN, "2 09:00", "3 09:00"),
    shift(identity("S0RELEASE", { group: "S0RELEASE" }), "2 09:00", "3 09:00"),
  ]);
  assertEquals(people.length, 1);
  const text = not_known.join("\n");
  for (
    const words of [
      "this address is somebody's in Slack: ann@example.com",
      "the time zones of 1 person: UTC is taken",
      "who is in the user group S0RELEASE, for which pagerduty has 1 shift",
      "who opts in",
    ]
  ) assertStringIncludes(text, words);
  assert(!JSON.stringify(previewOf([])).includes("address"));
});
