import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { appFiles } from "../source_files.ts";
import type { Answer } from "../../talking/answer.ts";
import { COMMAND_NAMES, COMMANDS } from "../../talking/commands.ts";
import { messageOf } from "../../talking/message.ts";
import { notificationsFor } from "../../talking/notifications.ts";
import { overviewAt } from "../../talking/overview.ts";
import type { ToldShift } from "../../talking/told_shifts.ts";
import { help, notUnderstood } from "../../talking/texts/help.ts";
import {
  notificationSet,
  notificationSettings,
  notificationUnchanged,
} from "../../talking/texts/notifications.ts";
import {
  noSchedule,
  scheduleLinked,
  scheduleList,
  severalSchedules,
} from "../../talking/texts/schedules.ts";
import { whoIsOnCall } from "../../talking/texts/who.ts";
import { answerRows, ANSWERS, DOCS, HOSTILE, NOON } from "./answer_samples.ts";
import { checkLimits, readOf, shownBy } from "./read_message.ts";

const LINKS = { link_schedule: "https://slack.com/shortcuts/Ft1/abc" };

/** An answer as people read it. */
const read = (answer: Answer) => readOf(messageOf(answer, LINKS).text);

Deno.test("every file of texts has its samples, and no text is without one", () => {
  const files = appFiles().filter((path) => path.startsWith("talking/texts/"));
  const known = Object.keys(ANSWERS).map((file) => `talking/texts/${file}.ts`);
  assertEquals(known.sort(), files);
  const empty = Object.values(ANSWERS)
    .flatMap((samples) => Object.entries<readonly Answer[]>({ ...samples }))
    .filter(([, answers]) => answers.length === 0);
  assertEquals(empty, []);
});

Deno.test("every answer is within Slack's limits, and acts on no one", () => {
  for (const { from, answer } of answerRows()) {
    const message = messageOf(answer, LINKS);
    checkLimits(message);
    assert(message.text !== "", from);
    // Only dates are markup.
    const rest = message.text.replace(/<!date\^[^>]*>/g, "");
    assert(!/[<>]/.test(rest), `${from}: ${rest}`);
    const types = JSON.stringify(message.blocks);
    assert(!/"type":"(user|usergroup|broadcast|channel)"/.test(types), from);
  }
});

Deno.test("every answer is in whole sentences", () => {
  for (const { from, answer } of answerRows()) {
    const text = read(answer);
    assert(
      !/ {2}|\s[.,:;?]|undefined|null|\[object/.test(text),
      `${from}: ${text}`,
    );
    for (const each of text.split("\n")) {
      assert(
        /[.?:)]$|^[•✔✘] |^More about all of them \(/.test(each) ||
          each === "" ||
          [HOSTILE, "Mail", ...notificationsFor("channel")].includes(each),
        `${from}: ${each}`,
      );
    }
  }
});

Deno.test("a hostile name is shown by its name wherever it is told", () => {
  const told = answerRows().filter(({ answer }) =>
    JSON.stringify(answer).includes(HOSTILE)
  );
  assert(told.length > 10, `only ${told.length} answers tell it`);
  for (const { from, answer } of told) {
    const { text, blocks } = messageOf(answer, LINKS);
    assertStringIncludes(readOf(text), HOSTILE, from);
    assertStringIncludes(blocks.map(shownBy).join("\n"), HOSTILE, from);
  }
});

Deno.test("help has a line for each command, and a link", () => {
  const lines = read(help(DOCS)).split("\n");
  for (const name of COMMAND_NAMES) {
    const { usage, help } = COMMANDS[name];
    assert(lines.includes(`"${usage}" ${help}.`), usage);
  }
  assertStringIncludes(lines.at(-1)!, DOCS);
});

const UNREAD = { source: "pd", schedule: null, since: NOON, reason: "503" };

/** What is said of Payments at noon. */
function payments(shifts: Partial<ToldShift>[], more = {}): string {
  const full = shifts.map((shift): ToldShift => ({
    name: "Ann",
    person: null,
    state: "on_call",
    source: "pd",
    schedule: "P1",
    identity: `pd:${shift.name ?? "Ann"}`,
    level: 1,
    start: NOON - 3600,
    end: NOON + 3600,
    ...shift,
  }));
  const rosters = {
    readAt: NOON,
    pollSeconds: 900,
    shifts: full,
    unread: [],
    ...more,
  };
  const schedule = { source: "pd", schedule: "P1", name: "Payments" };
  return read(whoIsOnCall(overviewAt([schedule], rosters, NOON)));
}

Deno.test("who says who is on call, until when, and who is next", () => {
  const next = { name: "Bob", start: NOON + 3600, end: NOON + 7200 };
  const cases: [said: string, expected: string][] = [
    [
      payments([{}, next]),
      "Payments: Ann until 2026-03-02 13:00 UTC. Next: Bob from 2026-03-02 13:00 UTC.",
    ],
    [
      payments([{}, { ...next, start: NOON + 5400 }]),
      "Payments: Ann until 2026-03-02 13:00 UTC. No one is on call from " +
      "2026-03-02 13:00 UTC until 2026-03-02 13:30 UTC. Next: Bob from 2026-03-02 13:30 UTC.",
    ],
    [payments([]), "Payments: No one is on call. No one is known to be next."],
    [
      payments([{}], { unread: [{ ...UNREAD, identity: "pd:bob" }] }),
      "Payments: a person's shifts could not be read since 2026-03-02 12:00 UTC (503). Ann until 2026-03-02 13:00 UTC. No one is known to be next.",
    ],
    [
      payments([next]),
      "Payments: No one is on call. Next: Bob from 2026-03-02 13:00 UTC.",
    ],
    [
      payments([{ end: null }, { name: "Cy", level: 2 }]),
      "Payments: Ann (level 1) with no known end and Cy (level 2) until 2026-03-02 13:00 UTC. No one is known to be next.",
    ],
    [
      payments([], { unread: [UNREAD] }),
      "Payments: it could not be read since 2026-03-02 12:00 UTC (503). Who is on call is not known.",
    ],
    [
      payments([{}], { unread: [UNREAD] }),
      "Payments: it could not be read since 2026-03-02 12:00 UTC (503). As last known: Ann until 2026-03-02 13:00 UTC.",
    ],
    [
      payments([], { unread: [{ ...UNREAD, since: null, emptied: true }] }),
      "Payments: it lists no shifts all at once, which is strange. Who is on call is not known.",
    ],
    [
      payments([{}], { readAt: NOON - 1801 }),
      "The rosters were last read 2026-03-02 11:29 UTC, so this may be out of date.\n\n" +
      "Payments: Ann until 2026-03-02 13:00 UTC. No one is known to be next.",
    ],
  ];
  for (const [said, expected] of cases) assertEquals(said, expected);
});

Deno.test("settings stand under their schedule, each with a mark and its name", () => {
  const on = new Set(["Handoff"] as const);
  const [schedule, ...settings] = read(
    notificationSettings([{ schedule: "Payments", on }]),
  ).split("\n\n")[0]!
    .split("\n");
  assertEquals(schedule, "Payments");
  assertEquals(
    settings,
    notificationsFor("channel").map((each) =>
      `${each === "Handoff" ? "✔" : "✘"} ${each}`
    ),
  );
});

Deno.test("a change says who made it, and what is so now", () => {
  const change = { notification: "Handoff" as const, by: "Ann" };
  const schedules = ["Mail"];
  for (const on of [true, false]) {
    const word = on ? "on" : "off";
    assertStringIncludes(
      read(notificationSet({ ...change, on, schedules })),
      `Ann turned ${word} Handoff for Mail: it comes when `,
    );
    assertEquals(
      read(notificationUnchanged({ ...change, on, schedules })),
      `Handoff is ${word} already for Mail.`,
    );
  }
  assertStringIncludes(
    read(scheduleLinked({ schedule: "Mail", by: "Ann" }, [
      "Handoff",
      "SwapTaken",
    ])),
    "Ann linked Mail here.\nThese notifications come here from now on: Handoff and SwapTaken.",
  );
});

Deno.test("what is offered is told as one would type it", () => {
  assertStringIncludes(
    read(noSchedule("paymnts", ["Payments"], "link schedule")),
    'Did you mean one of these?\n• "link schedule Payments"',
  );
  assertStringIncludes(
    read(notUnderstood("lnk schedule a", "link schedule a")),
    'Did you mean "link schedule a"?',
  );
});

const anyName = fc.oneof(
  fc.string({ unit: "binary", maxLength: 250 }),
  fc.constantFrom(HOSTILE, "&".repeat(200), '"'.repeat(200), "Payments"),
);

/** A roster of up to 300 schedules, each with its people. */
const anyRoster = fc.array(
  fc.record({
    name: anyName,
    people: fc.array(
      fc.record({ name: anyName, level: fc.integer({ min: 1, max: 99 }) }),
      { maxLength: 12 },
    ),
    isUnread: fc.boolean(),
  }),
  { maxLength: 300, size: "max" },
);

Deno.test("any roster gives answers within Slack's limits", () => {
  fc.assert(
    fc.property(anyRoster, (roster) => {
      const schedules = roster.map(({ name }, at) => ({
        source: "pd",
        schedule: `P${at}`,
        name,
      }));
      const shifts = roster.flatMap(({ people }, at) =>
        people.map(({ name, level }, index): ToldShift => ({
          name,
          person: null,
          state: "on_call",
          source: "pd",
          schedule: `P${at}`,
          identity: `pd:${name}`,
          level,
          start: NOON + 3600 * (index % 3) - 3600,
          end: index % 4 === 0 ? null : NOON + 3600 * index,
        }))
      );
      const unread = roster.flatMap(({ name, isUnread }, at) =>
        isUnread ? [{ ...UNREAD, schedule: `P${at}`, reason: name }] : []
      );
      const rosters = { readAt: NOON, pollSeconds: 900, shifts, unread };
      const overview = overviewAt(schedules, rosters, NOON);
      const linked = overview.schedules.map((coverage) => ({
        coverage,
        isThere: true,
        linkedAt: NOON,
        linkedBy: coverage.schedule.name,
      }));
      const names = schedules.map(({ name }) => name);
      const on = new Set(notificationsFor("channel"));
      const answers = [
        whoIsOnCall(overview),
        scheduleList(linked, schedules, NOON),
        severalSchedules(names[0] ?? "", names, "unlink schedule"),
        notificationSettings(names.map((schedule) => ({ schedule, on }))),
      ];
      for (const answer of answers) checkLimits(messageOf(answer, LINKS));
    }),
    { numRuns: 20 },
  );
});
