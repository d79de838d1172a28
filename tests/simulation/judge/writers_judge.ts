import type { WritingCall } from "../recording.ts";
import { clock, type Verdict } from "./verdict.ts";
import type { Truth } from "./truth.ts";

interface Writer {
  execution: string;
  first: number;
  last: number;
}

/** One execution writes at a time, and one that records a consent writes nothing else. */
export function judgeWriters(truth: Truth, verdict: Verdict): void {
  const { writing } = truth.recording;
  const breach = (at: number, text: string) =>
    verdict.violations.push({ rule: "one writer", person: "", at, text });
  const consenting = new Set(
    writing.filter(({ what }) => what === "consent")
      .map(({ execution }) => execution),
  );
  const others = writing.filter(({ what }) => what !== "consent");
  for (const { at, execution, what } of others) {
    if (!consenting.has(execution)) continue;
    breach(at, `${execution} records a consent and writes ${what} too`);
  }
  let latest: Writer | null = null;
  for (const writer of writersOf(others)) {
    const { execution, first } = writer;
    if (latest && first <= latest.last) {
      const until = clock(latest.last);
      breach(
        first,
        `${execution} and ${latest.execution} write until ${until}`,
      );
    }
    if (!latest || writer.last > latest.last) latest = writer;
  }
}

/** The span in which each execution writes, the earliest first. */
function writersOf(calls: WritingCall[]): Writer[] {
  const writers = new Map<string, Writer>();
  for (const { at, execution } of calls) {
    const known = writers.get(execution);
    if (known) known.last = at;
    else writers.set(execution, { execution, first: at, last: at });
  }
  return [...writers.values()];
}
