import * as v from "valibot";
import { call, type SlackClient } from "../call.ts";
import { SlackFailure } from "../failure.ts";
import type { Item } from "./define_store.ts";
import { runStore } from "./run_store.ts";

/**
 * Two leases: `lease` is the right to write what people show, `operators` the right
 * to begin an operator's action.
 */
const IDS = ["lease", "operators"] as const;

export type LeaseId = typeof IDS[number];

const WRITING: LeaseId = "lease";

/**
 * - `holder`: a function execution; `""`: the lease is free.
 * - `until`: Unix milliseconds.
 * - `history`: the calls of the last minute, a `CallHistory`.
 */
const LEASE = v.object({
  id: v.picklist(IDS),
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
  id: LeaseId = WRITING,
): Promise<LeaseItem | null> {
  const item = await readItem(client, id);
  if (Object.keys(item).length === 0) return null;
  try {
    return leases.parse(item);
  } catch (error) {
    onBroken(error instanceof Error ? error.message : String(error));
    return null;
  }
}

/** @returns `{}` when there is no record. */
async function readItem(client: SlackClient, id: LeaseId): Promise<Item> {
  const [single, bulk] = READ;
  const datastore = leases.name;
  try {
    const { item } = await call(client, single, { datastore, id });
    return item as Item;
  } catch (thrown) {
    if (!isLimited(thrown)) throw thrown;
    const { items } = await call(client, bulk, { datastore, ids: [id] });
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
  id: LeaseId = WRITING,
): Promise<void> {
  const item = leases.format({ id, ...lease });
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
