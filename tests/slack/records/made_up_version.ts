import type { Item, Store } from "../../../slack/records/define_store.ts";

/** What a field is called in a made-up version 0 of its store. */
function oldName(field: string): string {
  return `old_${field}`;
}

function renamed(fields: Item, from: string, to: string): Item {
  const { [from]: value, ...rest } = fields;
  return { ...rest, [to]: value };
}

/** The item as a made-up version 0 of its store would have it: `field` has another name there. */
export function asVersion0(item: Item, field: string): Item {
  const old = (fields: Item) => renamed(fields, field, oldName(field));
  const fields = typeof item.body === "string"
    ? { ...item, body: JSON.stringify(old(JSON.parse(item.body))) }
    : old(item);
  return { ...fields, schema_version: 0 };
}

/** Does `work` while the store knows how to migrate from that version 0. */
export async function migratingVersion0<T>(
  store: Pick<Store<unknown>, "migrations">,
  field: string,
  work: () => T | Promise<T>,
): Promise<T> {
  store.migrations[0] = (fields) => renamed(fields, oldName(field), field);
  try {
    return await work();
  } finally {
    delete store.migrations[0];
  }
}
