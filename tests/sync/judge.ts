import { type PersonHistory, shown, snoozing, type Write } from "./history.ts";
import type { Consent, DayLog, Shift } from "./random_day.ts";
import type { Status } from "./session.ts";

/** How the configured states open; by this alone the judge tells them. */
const OPENINGS: Readonly<Record<string, string>> = {
  "On call for ": "on_call",
  "On leave until ": "pto",
  "Deploy freeze until ": "deploy_freeze",
  "Focus time until ": "focus",
};

const PRIORITY = ["focus", "deploy_freeze", "pto", "on_call"];

/** Between the last read and the write Slack leaves a window open (seconds). */
const WINDOW = 8;

/** What somebody answered up to this long ago may still be acted upon (seconds). */
const RUN = 75;

/** Judges a day by its history alone. Empty: the promise was kept. */
export async function judgeDay(log: DayLog): Promise<string[]> {
  const people = [...log.history.people];
  const faults = people.flatMap(([id, history]) => [
    ...judgeStatus(log, id, history),
    ...judgeParts(log, id, history),
    ...judgeService(log, id, history),
  ]);
  return [...faults, ...await judgeRecords(log)];
}

function stateOf(status: Status): string | null {
  const found = Object.keys(OPENINGS)
    .find((opening) => status.text.startsWith(opening));
  return found === undefined ? null : OPENINGS[found]!;
}

function same(a: Status, b: Status): boolean {
  return a.text === b.text && a.emoji === b.emoji &&
    (a.expiration === b.expiration || a.text === "" && a.emoji === "");
}

const empty = (status: Status) => status.text === "" && status.emoji === "";

/** The answers that may count at `at`: the last one, and those a run may still hold. */
function answersAt(log: DayLog, id: string, at: number): Consent[] {
  const given = log.consents.get(id)!;
  const last = given.findLastIndex((each) => each.at <= at);
  const recent = given.filter((each, index) =>
    index === last || each.at > at - RUN && each.at <= at + RUN ||
    (given[index + 1]?.at ?? 0) > at - RUN && each.at <= at
  );
  return recent.flatMap(({ consent }) => consent ?? []);
}

function wasEverIn(log: DayLog, id: string, at: number): boolean {
  return log.consents.get(id)!
    .some((each) => each.consent !== null && each.at <= at + RUN);
}

function inTrouble(log: DayLog, from: number, to: number): boolean {
  return log.troubles.some((each) => each.from <= to && each.to >= from);
}

/** What the person themselves last had, following the writes one by one. */
interface Own {
  value: Status;
  /** What the app has put there, while it stands. */
  ours: Status | null;
  /** What the app put there last, and in place of what, until it gave that back. */
  claim: { ours: Status; prior: Status } | null;
  /** A value that may come back too, where nobody could know better. */
  or: Status | null;
  /** The person edited within the window before a write of the app's. */
  raced: boolean;
  /** The state in which they changed ours, and when. */
  yielded: { state: string; at: number } | null;
}

function judgeStatus(
  log: DayLog,
  id: string,
  history: PersonHistory,
): string[] {
  const faults: string[] = [];
  const own = startOf(history);
  let lastHuman = -Infinity;
  for (const write of history.status) {
    if (write.by === "human") {
      noteHuman(log, own, write);
      lastHuman = write.at;
      continue;
    }
    if (write.at - lastHuman <= WINDOW) own.raced = true;
    else faults.push(...judgeWrite(log, id, own, write));
    noteApp(own, write);
  }
  return [
    ...faults.map((fault) => `${id} ${fault}`),
    ...judgeEnd(log, id, own),
  ];
}

function startOf({ initial }: PersonHistory): Own {
  return {
    value: initial.status,
    ours: null,
    claim: null,
    or: null,
    raced: false,
    yielded: null,
  };
}

function noteHuman(log: DayLog, own: Own, write: Write<Status>): void {
  const { at, before, after } = write;
  // What looks just as before cannot be told from nothing at all.
  if (same(shown(after, at), before)) return;
  if (own.ours && same(after, own.ours)) return;
  // What was gone by itself before anybody could read it, and our own with it,
  // looks as if nothing but our own had been there.
  const fleeting = empty(after) || after.expiration !== 0;
  const unread = own.claim !== null && fleeting &&
    inTrouble(log, at - 1800, own.claim.ours.expiration + 1800);
  own.or = unread ? own.claim!.prior : null;
  if (own.ours && same(before, own.ours)) {
    own.yielded = { state: stateOf(own.ours)!, at };
  }
  own.value = after;
  own.ours = null;
  own.raced = false;
}

function noteApp(own: Own, write: Write<Status>): void {
  if (stateOf(write.after) !== null) {
    const prior = own.ours && own.claim ? own.claim.prior : own.value;
    own.ours = write.after;
    own.claim = { ours: write.after, prior };
    if (own.yielded && own.or === null) own.yielded = null;
  } else {
    own.ours = null;
    own.claim = null;
  }
}

function judgeWrite(
  log: DayLog,
  id: string,
  own: Own,
  write: Write<Status>,
): string[] {
  const { at, before, after } = write;
  const said = `at ${clock(at)}: ${JSON.stringify(before)} -> ` +
    JSON.stringify(after);
  if (!wasEverIn(log, id, at)) return [`touched without consent ${said}`];
  const answers = answersAt(log, id, at);
  const state = stateOf(after);
  const overOurs = own.ours !== null && same(before, own.ours);
  if (state === null) {
    const wanted = [own.value, own.or ?? own.value];
    const back = wanted.some((value) => {
      const left = value.expiration === 0 ? Infinity : value.expiration - at;
      return left < 60 ? empty(after) : same(after, value) ||
        left < 120 && empty(after);
    });
    const overHuman = !overOurs && !empty(before) && !own.raced;
    const early = overOurs && isStillOn(log, id, stateOf(before)!, at);
    return [
      ...(early ? [`gave back in mid-shift ${said}`] : []),
      ...(back || own.raced ? [] : [`gave back what was not theirs ${said}`]),
      ...(overHuman && !same(before, after)
        ? [`gave back over a human ${said}`]
        : []),
    ];
  }
  const faults: string[] = [];
  if (!answers.some((answer) => answer.states.includes(state))) {
    faults.push(`state ${state} was not allowed ${said}`);
  }
  const replaces = answers.some((each) => each.on_own_status === "replace");
  if (!overOurs && !empty(before) && !replaces && !own.raced) {
    faults.push(`over a human ${said}`);
  }
  faults.push(...judgeYield(log, id, own, write, state));
  return faults;
}

/** Whether every roster of late has the person in this state, and they allow it. */
function isStillOn(
  log: DayLog,
  id: string,
  state: string,
  at: number,
): boolean {
  const given = log.consents.get(id)!;
  if (given.some((each) => each.at > at - 1800 && each.at !== 0)) return false;
  const allows = given.findLast((each) => each.at <= at)?.consent?.states;
  return (allows?.includes(state) ?? false) &&
    lasts(log, id, state, at - 60, at);
}

/** A person who changed it keeps what they chose until that shift ends. */
function judgeYield(
  log: DayLog,
  id: string,
  own: Own,
  write: Write<Status>,
  state: string,
): string[] {
  const { yielded } = own;
  if (!yielded || yielded.state !== state || own.raced || own.or) return [];
  const { at } = write;
  const answered = log.consents.get(id)!
    .some((each) => each.at > yielded.at - RUN);
  const resumes = answersAt(log, id, at)
    .some((each) => each.after_manual_change === "resume");
  if (answered || resumes) return [];
  if (inTrouble(log, yielded.at - 900, at)) return [];
  if (!lasts(log, id, state, yielded.at, at)) return [];
  return [
    `set again at ${clock(at)} what they changed at ${clock(yielded.at)}`,
  ];
}

/** Whether one and the same shift ran all the time, whatever the roster said when. */
function lasts(
  log: DayLog,
  id: string,
  state: string,
  from: number,
  to: number,
): boolean {
  const rosters = log.rosters.filter((roster, index) =>
    roster.at <= to && (log.rosters[index + 1]?.at ?? Infinity) > from - 900
  );
  return rosters.every(({ shifts }) => {
    const mine = shifts.filter((shift) =>
      shift.person === id && shift.state === state
    );
    return mine.length === 1 && mine[0]!.start <= from &&
      (mine[0]!.end ?? Infinity) > to;
  });
}

/** Everybody has what they last had of their own. */
function judgeEnd(log: DayLog, id: string, own: Own): string[] {
  const { now } = log.history;
  const person = log.session.workspace.state.people.get(id)!;
  const status = shown(person.status, now);
  if (own.raced) return [];
  const wanted = [shown(own.value, now)];
  if (own.or) wanted.push(shown(own.or, now));
  return wanted.some((each) => same(status, each)) ? [] : [
    `${id} ends with ${JSON.stringify(status)}, not ${
      wanted.map((each) => JSON.stringify(each)).join(" or ")
    }`,
  ];
}

/** Snooze and presence: whose they are, and what they end with. */
function judgeParts(log: DayLog, id: string, history: PersonHistory): string[] {
  const { now } = log.history;
  const person = log.session.workspace.state.people.get(id)!;
  const faults: string[] = [];
  for (const write of [...history.snooze, ...history.away]) {
    if (write.by === "human") continue;
    if (!wasEverIn(log, id, write.at)) {
      faults.push(`${id} silenced or sent away without consent`);
    }
    const allowed = log.consents.get(id)!.some(({ consent }) =>
      typeof write.after === "boolean" ? consent?.presence : consent?.dnd
    );
    if (!allowed) faults.push(`${id} ${JSON.stringify(write)} not allowed`);
  }
  const ownSnooze = lastOwn(history.initial.snooze, history.snooze);
  const snooze = snoozing(person.snooze_until, now);
  const wanted = snoozing(ownSnooze, now);
  if (Math.abs(snooze - wanted) > 90) {
    faults.push(`${id} ends snoozed until ${snooze}, not ${wanted}`);
  }
  const away = lastOwn(history.initial.away, history.away);
  if (person.manual_away !== away) {
    faults.push(`${id} ends with away ${person.manual_away}, not ${away}`);
  }
  return faults;
}

function lastOwn<V>(initial: V, writes: Write<V>[]): V {
  return writes.findLast((write) => write.by === "human")?.after ?? initial;
}

/** Whoever did nothing themselves has their shift shown all along. */
function judgeService(
  log: DayLog,
  id: string,
  history: PersonHistory,
): string[] {
  const consents = log.consents.get(id)!;
  const consent = consents[0]!.consent;
  const idle = history.status.every((write) => write.by === "app") &&
    consents.length === 1 && empty(history.initial.status);
  if (!idle || !consent) return [];
  const first = log.rosters[0]!;
  const until = Math.min(log.rosters[1]?.at ?? Infinity, log.history.now);
  const faults: string[] = [];
  for (let at = 1772438400 + 1900; at < until; at += 900) {
    if (inTrouble(log, at - 5400, at)) continue;
    const wanted = best(first.shifts, id, consent, at);
    if (!wanted) continue;
    const write = history.status.findLast((each) => each.at <= at);
    const status = write ? shown(write.after, at) : history.initial.status;
    if (stateOf(status) !== wanted) {
      faults.push(
        `${id} at ${clock(at)} shows ${JSON.stringify(status)}, not ${wanted}`,
      );
    }
  }
  return faults;
}

/** The state that must show by now; none while a handoff is near. */
function best(
  shifts: Shift[],
  id: string,
  consent: Consent,
  at: number,
): string | null {
  const mine = shifts.filter((shift) =>
    shift.person === id && consent.states.includes(shift.state)
  );
  const near = mine.some(({ start, end }) =>
    Math.abs(start - at) < 960 || Math.abs((end ?? Infinity) - at) < 960
  );
  if (near) return null;
  const active = mine.filter(({ start, end }) =>
    start <= at && at < (end ?? Infinity)
  )
    .map(({ state }) => PRIORITY.indexOf(state));
  return active.length === 0 ? null : PRIORITY[Math.max(...active)]!;
}

/** No claim is left over, and the records are of whoever is in. */
async function judgeRecords(log: DayLog): Promise<string[]> {
  const { session } = log;
  const claims = await session.items("claims");
  const faults = claims.map((claim) =>
    `a claim is left over: ${JSON.stringify(claim)}`
  );
  for (const { id, opted_in } of await session.people()) {
    const wanted = log.consents.get(id)!.at(-1)!.consent !== null;
    if (opted_in !== wanted) {
      faults.push(`${id} is opted in: ${opted_in}, not ${wanted}`);
    }
  }
  const unexcused = log.failed_runs.filter(({ at }) =>
    !inTrouble(log, at - 60, at)
  );
  return [
    ...faults,
    ...unexcused.map(({ at, error }) =>
      `a run failed at ${clock(at)}: ${error}`
    ),
  ];
}

function clock(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(11, 19);
}
