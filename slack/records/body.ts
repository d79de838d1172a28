import * as v from "valibot";
import { type Item, SCHEMA_VERSION } from "../record_store.ts";

/**
 * The record within an item's `body`, which is JSON.
 *
 * @throws {Error} when the version, the JSON or a field does not fit.
 */
export function parseBody<const S extends v.GenericSchema>(
  schema: S,
  item: Item,
): v.InferOutput<S> {
  if (typeof item.body !== "string") {
    throw new Error("body: expected JSON text");
  }
  return parseFields(schema, { ...item, ...fieldsOf(item.body) });
}

/** @throws {Error} that names the first field that does not fit. */
export function parseFields<const S extends v.GenericSchema>(
  schema: S,
  item: Item,
): v.InferOutput<S> {
  if (item.schema_version !== SCHEMA_VERSION) {
    throw new Error(
      `schema_version: expected ${SCHEMA_VERSION}, found ${item.schema_version}`,
    );
  }
  const result = v.safeParse(schema, item);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new Error(`${v.getDotPath(issue) ?? "record"}: ${issue.message}`);
}

function fieldsOf(body: string): Item {
  try {
    return JSON.parse(body);
  } catch {
    throw new Error("body: not valid JSON");
  }
}
