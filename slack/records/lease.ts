import * as v from "valibot";
import { call, type SlackClient } from "../call.ts";
import { SlackFailure } from "../failure.ts";
import type { Item } from "./define_store.ts";
import { runStore } from "./run_store.ts";

const ID = "lease";

/**
 * - `holder`: a function execution; `""`: the lease is free.
 * - `until`: Unix milliseconds.
 * - `history`: the calls of the last minute, a `CallHistory`.
 */
const LEASE = v.object({
  id: v.literal(ID),
  holder: v.string(),
  until: v.number(),
  history: v.record(v.string(), v.array(v.number())),
});

/** Which execution writes now, and which calls count against Slack's rates. */
export type LeaseItem = v.InferOutput<typeof LEASE>;

export const leases = runStore(1, LEASE);

/** Reads and writes are tried by one method, and by the other if Slack allows no more calls of the first. */
const READ = ["apps.datastore.get", "apps.datastore.bulkGet"] as const;
const WRITE = ["apps.datastore.put", "apps.datastore.update"] as const;

/**
 * Reads the lease. Clicks use up the minute's calls of the first method at busy
 * times, and must not make a run wait.
 *
 * @param onBroken Told of a record that does not parse.
 * @returns `null` when there is no record, or one that does not parse: no
 * execution can hold that, and the next write replaces it.
 * @throws {SlackFailure} when Slack could not read it.
 */
export async function readLease(
  client: SlackClient,
  onBroken: (reason: string) => void = () => {},
): Promise<LeaseItem | null> {
  const item = await readItem(client);
  if (Object.keys(item).length === 0) return null;
  try {
    return leases.parse(item);
  } catch (error) {
    onBroken(error instanceof Error ? error.message : String(error));
    return null;
  }
}

/** @returns `{}` when there is no record. */
async function readItem(client: SlackClient): Promise<Item> {
  const [single, bulk] = READ;
  const datastore = leases.name;
  try {
    const { item } = await call(client, single, { datastore, id: ID });
    return item as Item;
  } catch (thrown) {
    if (!isLimited(thrown)) throw thrown;
    const { items } = await call(client, bulk, { datastore, ids: [ID] });
    return (items as Item[])[0] ?? {};
  }
}

/**
 * Writes the lease. A refused write did nothing, so the second method is as safe as
 * the first; it is not waited for.
 *
 * @throws {SlackFailure} of kind `unknown` when the write may have landed.
 */
export async function writeLease(
  client: SlackClient,
  lease: Omit<LeaseItem, "id">,
): Promise<void> {
  const item = leases.format({ id: ID, ...lease });
  const args = { datastore: leases.name, item };
  const [put, update] = WRITE;
  try {
    await call(client, put, args);
  } catch (thrown) {
    if (!isLimited(thrown)) throw thrown;
    // A lease always has the same attributes, so this replaces the record, too.
    await call(client, update, args);
  }
}

function isLimited(thrown: unknown): boolean {
  return thrown instanceof SlackFailure && thrown.retryAfterSeconds !== null;
}
