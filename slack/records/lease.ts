import * as v from "valibot";
import { call, type SlackClient } from "../call.ts";
import type { Item } from "./define_store.ts";
import { runStore } from "./runs.ts";

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

/**
 * Reads the lease.
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
  const args = { datastore: leases.name, id: ID };
  const { item } = await call(client, "apps.datastore.get", args);
  if (Object.keys(item as Item).length === 0) return null;
  try {
    return leases.parse(item as Item);
  } catch (error) {
    onBroken(error instanceof Error ? error.message : String(error));
    return null;
  }
}

/** @throws {SlackFailure} of kind `unknown` when the write may have landed. */
export async function writeLease(
  client: SlackClient,
  lease: Omit<LeaseItem, "id">,
): Promise<void> {
  const item = leases.format({ id: ID, ...lease });
  const args = { datastore: leases.name, item };
  await call(client, "apps.datastore.put", args);
}
