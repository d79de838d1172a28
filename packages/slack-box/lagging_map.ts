import type { Item } from "./state.ts";

/** How far back items can be read, in milliseconds. */
export const LONGEST_LAG_MS = 1_000;

/** What an item was before a write. */
interface Before {
  /** When it was written over, in Unix milliseconds. */
  until: number;
  /** `undefined`: it was not there. */
  item: Item | undefined;
}

/**
 * The items of a datastore that remembers what they were within the last
 * second, whoever writes them: Slack's datastores are eventually consistent.
 */
export class RememberedItems extends Map<string, Item> {
  #now: () => number;
  #before = new Map<string, Before[]>();

  /** `now` tells Unix milliseconds. */
  constructor(items: Iterable<[string, Item]>, now: () => number) {
    super();
    this.#now = now;
    for (const [id, item] of items) super.set(id, item);
  }

  override set(id: string, item: Item): this {
    this.#remember(id);
    return super.set(id, item);
  }

  override delete(id: string): boolean {
    this.#remember(id);
    return super.delete(id);
  }

  override clear(): void {
    for (const id of this.keys()) this.#remember(id);
    super.clear();
  }

  /** All items as they were at `at` (Unix milliseconds, at most 1 s ago). */
  seenAt(at: number): ReadonlyMap<string, Item> {
    this.#forget();
    let seen: Map<string, Item> | null = null;
    for (const [id, writes] of this.#before) {
      const write = writes.find(({ until }) => until > at);
      if (write === undefined) continue;
      seen ??= new Map(this);
      if (write.item === undefined) seen.delete(id);
      else seen.set(id, write.item);
    }
    return seen ?? this;
  }

  #remember(id: string): void {
    const writes = this.#before.get(id) ?? [];
    writes.push({ until: this.#now(), item: this.get(id) });
    this.#before.set(id, writes);
  }

  #forget(): void {
    const oldest = this.#now() - LONGEST_LAG_MS;
    for (const [id, writes] of this.#before) {
      const kept = writes.filter(({ until }) => until > oldest);
      if (kept.length === 0) this.#before.delete(id);
      else if (kept.length < writes.length) this.#before.set(id, kept);
    }
  }
}
