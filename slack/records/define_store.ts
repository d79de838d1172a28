/**
 * How records are stored. To change the shape of a record, change its schema,
 * raise the version of its store and add the migration from the version before.
 */
import * as v from "valibot";

/** A record as a datastore holds it: its attributes by name. */
export type Item = Record<string, unknown>;

/** Turns the fields of one schema version into those of the next. Pure. */
export type Migration = (fields: Item) => Item;

/** How records are read from the items of a datastore, and written to them. */
export interface RecordFormat<T> {
  /** The datastore's name. */
  readonly name: string;
  /** Its primary key. */
  readonly key: string;
  /** Number of keys above which the whole datastore is read instead; 200 by default. */
  readonly scanAbove?: number;
  /**
   * Reads a record. One of an older version is migrated here; its item keeps
   * the old shape until the record is written again.
   *
   * @throws {Error} when the item is not such a record, or a newer version of
   * Shiftlight wrote it.
   */
  parse(item: Item): T;
  format(record: T): Item;
}

/** The records of one kind. */
export interface Store<T> extends RecordFormat<T> {
  /** The schema version of the records that are written. */
  readonly version: number;
  /** The migration from each older version to the version after it. */
  readonly migrations: Record<number, Migration>;
}

/** The options of both kinds of stores. */
interface StoreOptions<T> {
  name: string;
  key: string;
  scanAbove?: number;
  version: number;
  migrations?: Record<number, Migration>;
  schema: v.GenericSchema<unknown, T>;
}

/**
 * A store whose fields are attributes of the item, each readable by itself.
 *
 * An attribute that a migration reads must stay in the datastore's definition,
 * and a filter finds no record that still has it under its old name.
 *
 * @param toFields Makes the stored fields of a record, where they differ. A
 * field that is `null` is left out: a datastore has no null.
 */
export function defineStore<T extends object>(
  { toFields, ...options }: StoreOptions<T> & { toFields?(record: T): Item },
): Store<T> {
  return storeOf(options, (item) => item, (record) => {
    const fields = Object.entries(toFields ? toFields(record) : record);
    return Object.fromEntries(fields.filter(([, value]) => value !== null));
  });
}

/**
 * A store whose fields are JSON in the attribute `body`.
 *
 * @param columns Makes the attributes that stand beside the body.
 */
export function defineBodyStore<T extends object>(
  { columns = () => ({}), ...options }: StoreOptions<T> & {
    columns?(record: T): Item;
  },
): Store<T> {
  const { key } = options;
  return storeOf(
    options,
    (item) => ({ ...item, ...parseBody(item) }),
    (record) => ({
      [key]: (record as Item)[key],
      ...columns(record),
      body: JSON.stringify(record),
    }),
  );
}

/**
 * Several stores of one datastore as one, so that one call reads or writes records
 * of several kinds. Each record keeps the version of its own store.
 *
 * @param any One of the stores: all have its datastore and key.
 * @param storeOf Finds a record's own store by its key.
 */
export function mixedFormat<T extends object>(
  any: RecordFormat<T>,
  storeOf: (key: string) => RecordFormat<T>,
): RecordFormat<T> {
  const { name, key, scanAbove } = any;
  const ownStore = (fields: Item) => storeOf(String(fields[key]));
  return {
    name,
    key,
    ...(scanAbove === undefined ? {} : { scanAbove }),
    parse: (item) => ownStore(item).parse(item),
    format: (record) => ownStore(record as Item).format(record),
  };
}

function storeOf<T>(
  { schema, migrations = {}, ...rest }: StoreOptions<T>,
  fieldsOf: (item: Item) => Item,
  format: (record: T) => Item,
): Store<T> {
  const { version } = rest;
  return {
    ...rest,
    migrations,
    parse(item) {
      const found = storedVersion(item, version);
      const fields = migrate(fieldsOf(item), found, version, migrations);
      return validate(schema, fields);
    },
    format: (record) => ({ schema_version: version, ...format(record) }),
  };
}

/** @throws {Error} when the item has no version, or a newer one than `version`. */
function storedVersion({ schema_version }: Item, version: number): number {
  if (typeof schema_version !== "number") {
    throw new Error(
      `schema_version: expected ${version}, found ${schema_version}`,
    );
  }
  if (schema_version > version) {
    throw new Error(
      `written by a newer version of Shiftlight (schema_version ${schema_version}; this one reads up to ${version})`,
    );
  }
  return schema_version;
}

/** @throws {Error} when a migration on the way to version `to` is missing. */
function migrate(
  fields: Item,
  from: number,
  to: number,
  migrations: Readonly<Record<number, Migration>>,
): Item {
  let migrated = fields;
  for (let version = from; version < to; version++) {
    const next = migrations[version];
    if (!next) throw new Error(`schema_version: expected ${to}, found ${from}`);
    migrated = next(migrated);
  }
  return migrated;
}

const LONGEST_REASON = 200;

/** @throws {Error} that names the first field that does not match. */
function validate<T>(schema: v.GenericSchema<unknown, T>, fields: Item): T {
  const result = v.safeParse(schema, fields);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const { length } = issue.message;
  // A message holds the value that was found, of any length.
  const message = length > LONGEST_REASON
    ? `${issue.message.slice(0, LONGEST_REASON)}…`
    : issue.message;
  throw new Error(`${v.getDotPath(issue) ?? "record"}: ${message}`);
}

/** @throws {Error} when there is no body, or it is not JSON. */
function parseBody({ body }: Item): Item {
  if (typeof body !== "string") throw new Error("body: expected JSON text");
  try {
    return JSON.parse(body);
  } catch {
    throw new Error("body: not valid JSON");
  }
}
