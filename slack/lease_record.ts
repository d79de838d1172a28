import { call, type SlackClient } from "./call.ts";
import type { Item } from "./record_store.ts";
import { type LeaseItem, leases } from "./records/lease.ts";

const ID = "lease";

/**
 * The lease's record, or `null`: there is none. One that does not parse is
 * none, for nobody can hold it, and the next write mends it.
 */
export async function readLease(
  client: SlackClient,
): Promise<LeaseItem | null> {
  const args = { datastore: leases.name, id: ID };
  const { item } = await call(client, "apps.datastore.get", args);
  try {
    return leases.parse(item as Item);
  } catch {
    return null;
  }
}

export async function writeLease(
  client: SlackClient,
  lease: Omit<LeaseItem, "id">,
): Promise<void> {
  const item = leases.format({ id: ID, ...lease });
  const args = { datastore: leases.name, item };
  await call(client, "apps.datastore.put", args);
}
