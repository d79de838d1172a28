import type { Declaration, Item } from "../recording.ts";
import { idOf, POLL_MS } from "../script.ts";
import { GROUP, MANAGERS } from "../setting.ts";
import { clock, type Verdict } from "./verdict.ts";
import { CLICK_MS, type Truth } from "./truth.ts";

type Change = Truth["recording"]["declared"][number];

/** Declared shifts are what people clicked, all of it and nothing else, each for themselves. */
export function judgeDeclared(truth: Truth, verdict: Verdict): void {
  const { declared, declarations } = truth.recording;
  const breach = (person: string, at: number, text: string) =>
    verdict.violations.push({ rule: "declared", person, at, text });
  const known = new Map<string, Item>();
  for (const change of declared) {
    const before = known.get(change.id) ?? null;
    const { item, at, id } = change;
    const why = whyNot(truth, change, before);
    if (why) breach(String((item ?? before)?.person ?? GROUP), at, why);
    if (item) known.set(id, item);
    else known.delete(id);
  }
  for (const click of declarations) {
    const why = whyIgnored(truth, click);
    if (why) breach(click.person, click.at, why);
  }
}

/** Why a record should not have changed as it did, if anything speaks against it. */
function whyNot(
  truth: Truth,
  { at, item }: Change,
  before: Item | null,
): string | null {
  const { declarations } = truth.recording;
  const text = JSON.stringify(item ?? before);
  if (item === null) {
    const left = before!.person !== undefined &&
      leftLately(truth, String(before!.person), at);
    return left ? null : `deleted though nobody left: ${text}`;
  }
  const clicks = declarations.filter((click) =>
    click.at <= at && click.at + CLICK_MS >= at && isFor(click, item)
  );
  // Who leaves and clicks on at once may bring back what was deleted.
  if (before === null && leftJustNow(truth, item, at)) return null;
  if (before === null) {
    const declares = clicks.some((click) => isSaid(click, item));
    return declares ? null : `nobody declared this: ${text}`;
  }
  const same = JSON.stringify(item) === JSON.stringify(before);
  const ends = clicks.some(({ state }) =>
    state === null || state === before.state
  );
  return same || ends ? null : `nobody ended this: ${text}`;
}

/** Whether the click is about the person or the group of the record, and may be. */
function isFor(click: Declaration, item: Item): boolean {
  if (!click.group) return item.person === click.person;
  return item.group === GROUP && mayForGroup(click.person);
}

function mayForGroup(person: string): boolean {
  return MANAGERS.some((who) => idOf(who) === person);
}

/** Whether the record says what the form said. Times are Unix seconds. */
function isSaid(click: Declaration, item: Item): boolean {
  if (item.state !== click.state) return false;
  const now = click.at / 1000;
  const start = Number(item.start);
  const end = item.end === undefined ? Infinity : Number(item.end);
  // Days off add up: with those before they may be more.
  if (click.state === "pto") {
    return start <= click.start! && end >= (click.end ?? Infinity);
  }
  const starts = click.start === null
    ? start >= now - 1 && start <= now + CLICK_MS / 1000
    : start === click.start;
  return starts && end === (click.end ?? Infinity);
}

function leftLately(truth: Truth, person: string, at: number): boolean {
  return truth.recording.choices.some((each) =>
    each.person === person && each.answers === null && each.at <= at
  );
}

/** Whether the person who declared it left by a click that may still be under way. */
function leftJustNow(
  { recording: { choices } }: Truth,
  { person }: Item,
  at: number,
): boolean {
  return choices.some((each) =>
    each.person === person && each.answers === null && each.at <= at &&
    each.at + CLICK_MS >= at
  );
}

/** Why a click whose run was completed has not come to what it should. */
function whyIgnored(truth: Truth, click: Declaration): string | null {
  const { at, group, outcome, person, state } = click;
  // Once it is over, or cut short; its answer may be heard of later.
  const done_at = Math.min(click.done_at, at + CLICK_MS);
  if (outcome !== "completed" || isCrossed(truth, click)) return null;
  const after = standing(truth, done_at).filter((item) => isFor(click, item));
  const lasting = after.filter(({ start, end }) =>
    end === undefined ||
    Number(end) * 1000 > done_at && Number(end) > Number(start)
  );
  if (state === null) {
    if (group && !mayForGroup(person) || lasting.length === 0) return null;
    return `ended at ${clock(at)}, and still there: ${JSON.stringify(lasting)}`;
  }
  const made = truth.recording.declared.some((change) =>
    change.item !== null && change.at >= at && change.at <= done_at &&
    isFor(click, change.item) && isSaid(click, change.item)
  );
  if (made === isSound(click)) return null;
  return made
    ? `recorded though it makes no sense: ${JSON.stringify(click)}`
    : `declared at ${clock(at)}, and not recorded: ${JSON.stringify(click)}`;
}

/** Whether it can be declared at all: it lies ahead, by those who may. */
function isSound({ at, start, end, group, person }: Declaration): boolean {
  if (group && !mayForGroup(person)) return false;
  if (end === null) return true;
  return end > at / 1000 && end > (start ?? at / 1000);
}

/** Whether other clicks came too close to tell which counts, or the end was about to come. */
function isCrossed(truth: Truth, click: Declaration): boolean {
  const { choices, declarations } = truth.recording;
  const near = (other: { at: number }) =>
    other.at <= click.done_at && other.at + CLICK_MS >= click.at;
  const others = declarations.some((other) =>
    other !== click && near(other) &&
    (other.group ? click.group : other.person === click.person)
  );
  const { end } = click;
  const brink = end !== null &&
    Math.abs(end - click.at / 1000) <= CLICK_MS / 1000;
  return brink || others ||
    choices.some((choice) => choice.person === click.person && near(choice));
}

/** The records that stood at an instant. */
function standing({ recording: { declared } }: Truth, at: number): Item[] {
  const items = new Map<string, Item>();
  for (const change of declared) {
    if (change.at > at) break;
    if (change.item) items.set(change.id, change.item);
    else items.delete(change.id);
  }
  return [...items.values()];
}

/** What somebody declared for themselves goes when they leave. */
export function leftBehind(truth: Truth, person: string): Item[] {
  const { choices, declarations, ended_at } = truth.recording;
  const last = choices.findLast((each) => each.person === person);
  if (last?.answers !== null || last.at > ended_at - 2 * POLL_MS) return [];
  const crossed = declarations.some((click) =>
    click.person === person && Math.abs(click.at - last.at) <= CLICK_MS
  );
  if (crossed) return [];
  return standing(truth, ended_at).filter((item) =>
    item.person === person &&
    Number(item.declared_at) * 1000 < last.at - CLICK_MS
  );
}
