/** Absurd values, and where they go: each field of a record in turn. */
import type { Item, Session } from "../session.ts";

/** The way to one field of a record: `["body", "status", "prior", "text"]`. */
export type Path = readonly (string | number)[];

/** By the type of the value that the field has: what a bug, a person or another version might store there. */
const INSTEAD: Readonly<Record<string, readonly unknown[]>> = {
  number: [1e300, -1, 1e13, 9e9, "NaN", null],
  string: ["", "9999-99-99", "x".repeat(20_000), 7, null],
  boolean: ["yes", null],
  object: [null, "NaN", [], {}],
};

/** The absurd values for a field with this value. */
export function insteadOf(value: unknown): readonly unknown[] {
  return INSTEAD[typeof value]!.filter((each) =>
    JSON.stringify(each) !== JSON.stringify(value)
  );
}

/** Every field of an item, and every field of the JSON in its body. Of a list or a map the first entry is enough. */
export function fieldsOf(item: Item): { path: Path; value: unknown }[] {
  return below(readBody(item), []);
}

function below(value: unknown, path: Path): { path: Path; value: unknown }[] {
  const own = path.length === 0 ? [] : [{ path, value }];
  if (typeof value !== "object" || value === null) return own;
  const fields = Object.entries(value);
  const isMap = fields.some(([name]) => !/^[a-z_]+$/.test(name));
  return [
    ...own,
    ...fields.slice(0, isMap ? 1 : undefined).flatMap(([name, inner]) =>
      below(inner, [...path, name])
    ),
  ];
}

/** A copy of an item with another value in one of its fields. */
export function withValue(item: Item, path: Path, value: unknown): Item {
  const changed = readBody(structuredClone(item)) as Item;
  let holder = changed;
  for (const name of path.slice(0, -1)) holder = holder[name] as Item;
  holder[path.at(-1)!] = value;
  const { body } = changed;
  const isText = body === undefined || path.length === 1 && path[0] === "body";
  return isText ? changed : { ...changed, body: JSON.stringify(body) };
}

function readBody(item: Item): unknown {
  return typeof item.body === "string"
    ? { ...item, body: JSON.parse(item.body) }
    : item;
}

/** The items of a datastore by key, to read and to replace. */
export function itemsOf(session: Session, datastore: string) {
  return session.workspace.state.datastores.get(datastore)!.items;
}

/** `status.prior.text = 1e+300`, for messages. */
export function describe(path: Path, value: unknown): string {
  const text = JSON.stringify(value) ?? "undefined";
  return `${path.join(".")} = ${text.slice(0, 40)}`;
}
