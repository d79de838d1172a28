import { isSameStatus } from "../../reconciler/status.ts";
import { type Day, type DayPerson, unix } from "./day.ts";
import type { Played } from "./play.ts";
import { type Presence, shown, snoozeLeft, timeText } from "./presence.ts";
import type { Stage } from "./stage.ts";

/** Shows everybody's presence before and after, and says how many are not right. */
export function judge(day: Day, played: Played, stage: Stage): number {
  const { colors, line, table } = stage;
  const verdicts = day.people.map((person) => verdictOn(person, day, played));
  line();
  line(colors.bold("Before and after"));
  line();
  table(
    ["person", "before the shift", "during", "after it", "verdict"],
    day.people.map((person, index) => {
      const { right, text } = verdicts[index]!;
      const mark = right ? colors.green(`✓ ${text}`) : colors.red(`✗ ${text}`);
      const [before, during, after] = [day.start, person.during, person.after]
        .map((instant) => presenceText(presenceOf(person, played, instant)));
      return [person.name, before!, during!, after!, mark];
    }),
    [10, 32, 32, 32, 36],
  );
  const failures = verdicts.filter(({ right }) => !right).length;
  line();
  line(
    failures === 0
      ? colors.green("Everybody has back exactly what was theirs.")
      : colors.red(
        `${failures} of ${verdicts.length} are not as they should be.`,
      ),
  );
  return failures;
}

function verdictOn(
  person: DayPerson,
  day: Day,
  played: Played,
): { right: boolean; text: string } {
  const { expected } = person;
  const before = presenceOf(person, played, day.start);
  const during = presenceOf(person, played, person.during);
  const after = presenceOf(person, played, person.after);
  const wrong = (text: string) => ({ right: false, text });
  const showed = /^(On call|On leave)/.test(during.status.text);
  if (showed !== expected.shows) {
    return wrong(showed ? "was touched" : "never showed");
  }
  if (!isSameStatus(after.status, expected.status)) {
    return wrong(`should be ${shown(expected.status)}`);
  }
  if (after.presence.manual_away !== before.presence.manual_away) {
    return wrong("presence was not given back");
  }
  if (
    snoozeLeft(before, unix(person.after)) !==
      snoozeLeft(after, unix(person.after))
  ) {
    return wrong("the snooze was not given back");
  }
  if (expected.differs !== null) return { right: true, text: expected.differs };
  return isSameStatus(after.status, before.status)
    ? {
      right: true,
      text: expected.shows ? "identical" : "identical: never touched",
    }
    : wrong("differs without a reason");
}

function presenceOf(
  { id }: DayPerson,
  played: Played,
  instant: string,
): Presence {
  return played.get(instant)!.find((each) => each.id === id)!;
}

function presenceText({ status, dnd, presence }: Presence): string {
  const signs = [
    dnd.snooze_enabled ? `snoozed until ${timeText(dnd.snooze_until)}` : "",
    presence.manual_away ? "away" : "",
  ].filter(Boolean);
  return [shown(status), ...signs].join(", ");
}
