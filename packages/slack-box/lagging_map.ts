/** How far back entries can be read, in milliseconds. */
const LONGEST_LAG_MS = 1_000;

/** What an entry was before a write. */
interface Before<Value> {
  /** When it was overwritten, in Unix milliseconds. */
  untilMs: number;
  /** `undefined`: it was not there. */
  value: Value | undefined;
}

/**
 * A map that remembers its entries of the last second, so that it can be read
 * as it was: Slack's stores are eventually consistent.
 */
export class LaggingMap<Value> extends Map<string, Value> {
  #nowMs: () => number;
  #before = new Map<string, Before<Value>[]>();

  /**
   * @param entries The entries that it begins with.
   * @param nowMs Tells the time in Unix milliseconds.
   */
  constructor(entries: Iterable<[string, Value]>, nowMs: () => number) {
    super();
    this.#nowMs = nowMs;
    for (const [id, value] of entries) super.set(id, value);
  }

  override set(id: string, value: Value): this {
    this.#remember(id);
    return super.set(id, value);
  }

  override delete(id: string): boolean {
    this.#remember(id);
    return super.delete(id);
  }

  override clear(): void {
    for (const id of this.keys()) this.#remember(id);
    super.clear();
  }

  /**
   * All entries as they were at one moment.
   *
   * @param atMs Unix milliseconds, at most `LONGEST_LAG_MS` ago.
   */
  seenAt(atMs: number): ReadonlyMap<string, Value> {
    this.#forget();
    let seen: Map<string, Value> | null = null;
    for (const [id, writes] of this.#before) {
      const write = writes.find(({ untilMs }) => untilMs > atMs);
      if (write === undefined) continue;
      seen ??= new Map(this);
      if (write.value === undefined) seen.delete(id);
      else seen.set(id, write.value);
    }
    return seen ?? this;
  }

  #remember(id: string): void {
    const writes = this.#before.get(id) ?? [];
    writes.push({ untilMs: this.#nowMs(), value: this.get(id) });
    this.#before.set(id, writes);
  }

  #forget(): void {
    const oldestMs = this.#nowMs() - LONGEST_LAG_MS;
    for (const [id, writes] of this.#before) {
      const kept = writes.filter(({ untilMs }) => untilMs > oldestMs);
      if (kept.length === 0) this.#before.delete(id);
      else if (kept.length < writes.length) this.#before.set(id, kept);
    }
  }
}

/**
 * The entries as one read sees them: as they were a while ago if reads lag
 * behind, else as they are.
 *
 * @param map The entries; only a `LaggingMap` can be seen as it was.
 * @param lagMs Asked once a read; absent: reads are up to date.
 * @param nowMs The time of the read, in Unix milliseconds.
 * @throws {RangeError} if the lag is not between 0 and `LONGEST_LAG_MS`.
 */
export function asRead<Value>(
  map: ReadonlyMap<string, Value>,
  lagMs: (() => number) | undefined,
  nowMs: number,
): ReadonlyMap<string, Value> {
  if (lagMs === undefined || !(map instanceof LaggingMap)) return map;
  const lag = lagMs();
  if (lag >= 0 && lag <= LONGEST_LAG_MS) return map.seenAt(nowMs - lag);
  throw new RangeError(
    `lag: 0 to ${LONGEST_LAG_MS} ms are remembered, not ${lag}`,
  );
}
