import type { Declaration, Item } from "../recording.ts";
import { idOf, POLL_MS } from "../script.ts";
import { GROUP, MANAGERS } from "../setting.ts";
import { clock, type Verdict } from "./verdict.ts";
import { allows, CLICK_MS, type Truth } from "./truth.ts";

type Change = Truth["recording"]["declared"][number];

/** Declared shifts are what people clicked, all of it and nothing else, each for themselves. */
export function judgeDeclared(truth: Truth, verdict: Verdict): void {
  const { declared, declarations } = truth.recording;
  const breach = (person: string, at: number, text: string) =>
    verdict.violations.push({ rule: "declared", person, at, text });
  const known = new Map<string, Item[]>();
  for (const change of declared) {
    const before = known.get(change.id) ?? [];
    const { item, at, id } = change;
    const why = whyNot(truth, change, before);
    const { person } = item ?? before.at(-1) ?? {};
    if (why) breach(String(person ?? GROUP), at, why);
    if (item) known.set(id, [...before, item]);
    else known.delete(id);
  }
  for (const click of declarations) {
    const why = click.kind === "declares"
      ? whyIgnored(truth, click)
      : whyNotDone(truth, click);
    if (why) breach(click.person, click.at, why);
  }
}

/**
 * Why a record should not have changed as it did, if anything speaks against it.
 *
 * @param versions What it was before, oldest first.
 */
function whyNot(
  truth: Truth,
  { at, item }: Change,
  versions: readonly Item[],
): string | null {
  const before = versions.at(-1) ?? null;
  const text = JSON.stringify(item ?? before);
  if (item === null) {
    // In a minute without calls, who may not declare is found out later.
    const late = before!.unconfirmed === true;
    const left = before!.person !== undefined &&
      leftLately(truth, String(before!.person), at);
    return left || late ? null : `deleted though nobody left: ${text}`;
  }
  const clicks = truth.recording.declarations.filter((click) =>
    click.at <= at && click.at + CLICK_MS >= at && isFor(click, item)
  );
  // A person who leaves and clicks on at once may bring back what was deleted.
  if (before === null && leftJustNow(truth, item, at)) return null;
  if (before === null) {
    const declares = clicks.some((click) => isSaid(click, item));
    return declares ? null : `nobody declared this: ${text}`;
  }
  if (JSON.stringify(item) === JSON.stringify(before)) return null;
  if (!isOver(before, at) || isOver(item, at)) {
    const ends = clicks.some((click) =>
      click.state === before.state ||
      click.kind === "ends" && [null, "all", before.state].includes(click.what)
    );
    return ends ? null : `nobody ended this: ${text}`;
  }
  const former = versions.findLast((each) => !isOver(each, at));
  return clicks.some((click) => undoes(click, before)) && former &&
      isSameTime(former, item)
    ? null
    : `nobody brought this back: ${text}`;
}

/** Whether a record is about time that has passed, or about none. */
function isOver({ start, end }: Item, at: number): boolean {
  return end !== undefined &&
    (Number(end) * 1000 <= at || Number(end) <= Number(start));
}

/** What was ended can be brought back for so long. */
const UNDO_MS = 10 * 60_000;

/** Whether a click on *Undo* may bring this back: by the person who ended it, in time. */
function undoes({ kind, person, at }: Declaration, item: Item): boolean {
  return kind === "undoes" && item.ended_by === person &&
    at - Number(item.ended_at) * 1000 <= UNDO_MS + CLICK_MS;
}

function isSameTime(one: Item, other: Item): boolean {
  return ["start", "end", "first_day", "until_day"].every((field) =>
    one[field] === other[field]
  );
}

/** Whether the click is about the person or the group of the record, and may be. */
function isFor(click: Declaration, item: Item): boolean {
  if (click.kind === "undoes") return item.ended_by === click.person;
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
  if (click.lasts !== null) return starts && end - start === click.lasts;
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

/** Why a declaration whose run was completed has not come to what it should. */
function whyIgnored(truth: Truth, click: Declaration): string | null {
  const { at, outcome } = click;
  const done_at = doneAt(click);
  if (outcome !== "completed" || isCrossed(truth, click)) return null;
  const made = truth.recording.declared.filter(({ item, at: changed }) =>
    item !== null && changed >= at && changed <= done_at &&
    isFor(click, item) && isSaid(click, item)
  );
  const isMade = made.length > 0;
  if (isMade === isSound(truth, click)) return null;
  if (!isMade) {
    return `declared at ${clock(at)}, and not recorded: ${
      JSON.stringify(click)
    }`;
  }
  // In a minute without calls, who may not declare is found out later.
  return made.every(({ item }) => item!.unconfirmed === true)
    ? null
    : `recorded though it makes no sense: ${JSON.stringify(click)}`;
}

/** Once it is over, or cut short; its answer may be heard of later. */
function doneAt({ at, done_at }: Declaration): number {
  return Math.min(done_at, at + CLICK_MS);
}

/** Why a click on *End it now* or *Undo* whose run was completed has not come to what it should. */
function whyNotDone(truth: Truth, click: Declaration): string | null {
  const { at, group, kind, outcome, person, what } = click;
  if (outcome !== "completed" || isCrossed(truth, click)) return null;
  const after = standing(truth, doneAt(click))
    .filter((item) => isFor(click, item));
  if (kind === "undoes") {
    const gone = after.filter((item) => shouldBeBack(truth, click, item));
    return gone.length === 0
      ? null
      : `undone at ${clock(at)}, and not back: ${JSON.stringify(gone)}`;
  }
  if (group && !mayForGroup(person)) return null;
  const left = after.filter((item) => !isOver(item, doneAt(click)));
  const still = what === "all"
    ? left
    : left.filter((item) =>
      Number(item.start) * 1000 <= at && (what === null || item.state === what)
    );
  // With an empty choice, things of several kinds stay.
  const kinds = new Set(still.map(({ state }) => state)).size;
  if (still.length === 0 || what === null && kinds > 1) return null;
  return `ended at ${clock(at)}, and still there: ${JSON.stringify(still)}`;
}

/** Whether a click on *Undo* that is done should have brought this back. */
function shouldBeBack(truth: Truth, click: Declaration, item: Item): boolean {
  if (item.group !== undefined && !mayForGroup(click.person)) return false;
  const done = doneAt(click);
  const isRecent =
    click.at - Number(item.ended_at) * 1000 <= UNDO_MS - CLICK_MS;
  if (!isOver(item, done) || !isRecent || item.undone_at !== undefined) {
    return false;
  }
  return truth.recording.declared.some((each) =>
    each.id === item.id && each.item !== null && !isOver(each.item, done)
  );
}

/** Whether it can be declared at all: it lies ahead, by those who may, and for a day at most if it is focus time. */
function isSound(
  truth: Truth,
  { at, state, start, end, group, person }: Declaration,
): boolean {
  if (group && !mayForGroup(person)) return false;
  if (!group && !allows(truth.consentAt(person, at), state!)) return false;
  if (end === null) return true;
  if (state === "focus" && end - at / 1000 > DAY_SECONDS) return false;
  return end > at / 1000 && end > (start ?? at / 1000);
}

const DAY_SECONDS = 86_400;

/** Whether other clicks came too close to tell which counts, or the end was about to come. */
function isCrossed(truth: Truth, click: Declaration): boolean {
  const { choices, declarations } = truth.recording;
  const near = (other: { at: number }) =>
    other.at <= click.done_at && other.at + CLICK_MS >= click.at;
  const others = declarations.some((other) =>
    other !== click && near(other) &&
    (other.person === click.person || mayBeShared(other) && mayBeShared(click))
  );
  const { end } = click;
  const brink = [0, DAY_SECONDS].some((ahead) =>
    end !== null &&
    Math.abs(end - click.at / 1000 - ahead) <= CLICK_MS / 1000
  );
  return brink || others ||
    choices.some((choice) => choice.person === click.person && near(choice));
}

/** Whether a click may be about the user group. */
function mayBeShared({ group, kind }: Declaration): boolean {
  return group || kind === "undoes";
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
