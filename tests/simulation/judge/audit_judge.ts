import type {
  Item,
  PersonRecording,
  Snooze,
  Status,
  Write,
} from "../recording.ts";
import { OPERATOR } from "../stage.ts";
import { clock, type Verdict } from "./verdict.ts";
import { dueBy } from "./excuses.ts";
import { partOf, same, type Truth, WINDOW_MS } from "./truth.ts";

/** An entry is written after its write: at once, or once it is found out (seconds). */
const EARLIEST = -2;

/** An entry belongs to the run of its write. A run lasts at most this long (milliseconds). */
const RUN_MS = 200_000;

/** How long a lost answer may stay unknown (seconds). */
const LONGEST_HIDDEN = 3600;

/** Log entries against actual writes, both ways. */
export function judgeAudit(truth: Truth, verdict: Verdict): void {
  const { logged, people } = truth.recording;
  if (truth.recording.audit === null) return;
  // When it was stored, not when it says so.
  const audit = truth.recording.audit.map((entry) => ({
    ...entry,
    at: logged.get(String(entry.id))! / 1000,
  })) as Item[];
  for (const person of people.values()) {
    if (person.id === OPERATOR) continue;
    const own = audit.filter((entry) => entry.person === person.id);
    judgePart(truth, person, own, "status", person.status, sameStatus, verdict);
    judgePart(truth, person, own, "dnd", person.snooze, sameSnooze, verdict);
    judgePart(truth, person, own, "presence", person.away, Object.is, verdict);
  }
}

function judgePart<V>(
  truth: Truth,
  { id }: PersonRecording,
  entries: Item[],
  part: string,
  writes: Write<V>[],
  sameValue: (a: V, b: V) => boolean,
  verdict: Verdict,
): void {
  const breach = (at: number, text: string) =>
    verdict.violations.push({ rule: "accountable", person: id, at, text });
  const left = entries.filter((entry) => entry.part === part)
    .sort((a, b) => Number(a.at) - Number(b.at));
  const hidden = writes.filter((write, index) =>
    write.by === "app" && isHidden(part, writes, index, sameValue)
  );
  const plain = writes.filter((write) => !hidden.includes(write));
  // An entry that fits both is that of the write that must have one.
  for (const write of [...plain, ...hidden]) {
    const { by, at, after } = write;
    if (by === "human") continue;
    const latest = dueBy(truth, id, at, RUN_MS) / 1000;
    const found = left.findIndex((entry) =>
      Number(entry.at) - at / 1000 >= EARLIEST && Number(entry.at) <= latest &&
      (entry.after === "" ||
        sameValue(JSON.parse(String(entry.after)) as V, after))
    );
    if (found >= 0) left.splice(found, 1);
    else if (!hidden.includes(write)) {
      breach(at, `${part} ${JSON.stringify(after)} is not on the audit log`);
    }
  }
  for (const entry of left) {
    const at = Number(entry.at) * 1000;
    if (entry.outcome !== "done") continue;
    if (writes.some((write) => isAsLogged(entry, write, sameValue))) continue;
    if (ranOutMeanwhile(entry)) continue;
    breach(
      at,
      `on the audit log at ${clock(at)}, and never happened: ${
        JSON.stringify(entry)
      }`,
    );
  }
}

/** Whether it is of a snooze that ended by itself while it was being ended: nothing was left to write. */
function ranOutMeanwhile({ part, at, before, after }: Item): boolean {
  if (part !== "dnd" || before === "" || after === "") return false;
  const { until_seconds } = JSON.parse(String(before));
  return JSON.parse(String(after)).until_seconds === 0 &&
    Math.abs(until_seconds - Number(at)) <= 2;
}

/** Whether the person themselves did just what a write was to do whose answer was lost. */
function isAsLogged<V>(
  entry: Item,
  { by, at, after }: Write<V>,
  sameValue: (a: V, b: V) => boolean,
): boolean {
  const ago = Number(entry.at) - at / 1000;
  if (by === "app" || ago < EARLIEST || ago > LONGEST_HIDDEN) return false;
  return entry.after === "" ||
    sameValue(JSON.parse(String(entry.after)) as V, after);
}

/**
 * Whether the answer was lost and the person has since put back what was there
 * before, or something that is gone by itself: as if it had never been written.
 */
function isHidden<V>(
  part: string,
  writes: Write<V>[],
  index: number,
  sameValue: (a: V, b: V) => boolean,
): boolean {
  const write = writes[index]!;
  // What looked so before looks as if it had never been written.
  if (sameValue(write.before, write.after)) return true;
  const record = partOf(write.claim, part);
  const after = writes.slice(index + 1);
  const app = after.findIndex(({ by }) => by === "app");
  const unseen = after.slice(0, app < 0 ? after.length : app)
    .filter(({ claim }) => partOf(claim, part) === record);
  const previous = writes[index - 1];
  const raced = previous?.by === "human" &&
    write.at - previous.at <= WINDOW_MS;
  return unseen.some((human) =>
    raced || sameValue(human.after, write.before) || passes(human.after) ||
    passes(write.before)
  );
}

/** Whether a value is gone by itself some day. */
function passes(value: unknown): boolean {
  const { expiration, until_seconds } = value as Partial<Status & Snooze>;
  return Boolean(expiration || until_seconds);
}

function sameStatus(a: Status, b: Status): boolean {
  return same(a, b);
}

function sameSnooze(a: Snooze, b: Snooze): boolean {
  return a.indefinite === b.indefinite &&
    Math.abs(a.until_seconds - b.until_seconds) <= 90;
}
