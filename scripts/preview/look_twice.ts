import type { Shown } from "../../forecast/forecast.ts";
import type { ListedShift } from "../../forecast/shifts_seen.ts";
import { endOf } from "../../intervals.ts";
import { ON_CALL, silences } from "../../reconciler/on_call.ts";
import {
  stateLabel,
  type StateRules,
  textOf,
} from "../../reconciler/state_rule.ts";
import { LONGEST_STATUS_TEXT } from "../../reconciler/template.ts";
import type { Finding, Foreseen } from "./document.ts";
import type { ZonedText } from "./when.ts";

/** What the checks need besides people. */
export interface Setting {
  rules: StateRules;
  /** The time that is looked at, in Unix seconds. */
  from: number;
  to: number;
  text: ZonedText;
}

/** What of one person may not be meant. */
export function findingsOf(foreseen: Foreseen, setting: Setting): Finding[] {
  return [
    ...onCallDuringLeave(foreseen, setting),
    ...twoSchedules(foreseen, setting),
    ...cutTexts(foreseen, setting),
  ];
}

interface Overlap {
  one: ListedShift;
  other: ListedShift;
  from: number;
  to: number;
}

/** The overlaps of two kinds of shifts within the time that is looked at. */
function overlapsOf(
  shifts: readonly ListedShift[],
  isOne: (shift: ListedShift) => boolean,
  isOther: (shift: ListedShift, one: ListedShift) => boolean,
  { from, to }: Setting,
): Overlap[] {
  const found: Overlap[] = [];
  for (const one of shifts.filter(isOne)) {
    for (const other of shifts) {
      const start = Math.max(from, one.start, other.start);
      const end = Math.min(to, endOf(one), endOf(other));
      if (start >= end || !isOther(other, one)) continue;
      found.push({ one, other, from: start, to: end });
    }
  }
  return found;
}

const isOnCall = ({ state }: ListedShift) => state === ON_CALL;

function onCallDuringLeave(
  { person, shifts }: Foreseen,
  setting: Setting,
): Finding[] {
  const { rules, text } = setting;
  const isLeave = ({ state }: ListedShift) =>
    state !== ON_CALL && rules[state] !== undefined && rules[state].away;
  const all = overlapsOf(shifts, isOnCall, isLeave, setting);
  return firstsOf(all, ({ one, other }) => `${one.label} ${other.state}`)
    .map(({ item: { one, other, from, to }, more }) => {
      const [call, leave] = [rules[one.state]!, rules[other.state]!];
      const [wins, loses] = call.priority >= leave.priority
        ? [one.state, other.state]
        : [other.state, one.state];
      return {
        kind: "leave" as const,
        people: [person.id],
        text: `${person.name} is on call for ${one.label} ` +
          `from ${text.moment(from)} to ${text.moment(to)} during ` +
          `${stateLabel(rules, other.state)}${andMore(more)}: ` +
          `${stateLabel(rules, wins)} shows (priority ` +
          `${rules[wins]!.priority} over ${rules[loses]!.priority})` +
          `${
            silences(leave) ? ", and notifications stay on while on call" : ""
          }.`,
      };
    });
}

function twoSchedules(
  { person, shifts }: Foreseen,
  setting: Setting,
): Finding[] {
  const placeOf = ({ source, schedule }: ListedShift) =>
    JSON.stringify([source, schedule]);
  const isOther = (shift: ListedShift, one: ListedShift) =>
    isOnCall(shift) && placeOf(one) < placeOf(shift);
  const all = overlapsOf(shifts, isOnCall, isOther, setting);
  return firstsOf(all, ({ one, other }) => placeOf(one) + placeOf(other))
    .map(({ item: { one, other, from, to }, more }) => ({
      kind: "two_schedules" as const,
      people: [person.id],
      text: `${person.name} is on call for ${one.label} and ${other.label} ` +
        `at once, from ${setting.text.moment(from)} to ` +
        `${setting.text.moment(to)}${andMore(more)}.`,
    }));
}

function cutTexts(
  { person, forecast }: Foreseen,
  { rules }: Setting,
): Finding[] {
  const cut = forecast.shown.filter((each) => isCut(each, rules));
  return firstsOf(cut, ({ text }) => text).map(({ item: { text } }) => ({
    kind: "cut" as const,
    people: [person.id],
    text: `${person.name}'s text is cut at Slack's ${LONGEST_STATUS_TEXT} ` +
      `characters: "${text}"`,
  }));
}

/** Whether a text says less than its label. */
function isCut({ text, shift }: Shown, rules: StateRules): boolean {
  const template = textOf(rules[shift.state]!, shift.level);
  return template.includes("{label}") && !text.includes(shift.label);
}

/** The first of each kind in order of time, and how many more there are. */
function firstsOf<T extends { from: number }>(
  items: readonly T[],
  kindOf: (item: T) => string,
): { item: T; more: number }[] {
  const inOrder = items.toSorted((a, b) => a.from - b.from);
  return [...Map.groupBy(inOrder, kindOf).values()].map((same) => ({
    item: same[0]!,
    more: same.length - 1,
  }));
}

export function andMore(count: number): string {
  if (count === 0) return "";
  return count === 1 ? ", and once more" : `, and ${count} more times`;
}
