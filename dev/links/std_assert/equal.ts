type Pairs = Map<object, object>;
type Keyed = Set<unknown> | Map<unknown, unknown>;

/**
 * Deep equality as the documented package has it: `0` equals `-0`, `NaN`
 * equals itself, a property that is `undefined` differs from one that is
 * absent, sets and maps are unordered, and objects of different classes differ.
 */
export function equal(a: unknown, b: unknown): boolean {
  return same(a, b, new Map());
}

function same(a: unknown, b: unknown, pairs: Pairs): boolean {
  if (a === b || Object.is(a, b)) return true;
  if (!isObject(a) || !isObject(b)) return false;
  if (classOf(a) !== classOf(b)) return false;
  if (a instanceof WeakMap || a instanceof WeakSet) {
    throw new TypeError(`Cannot compare ${classOf(a)?.name} instances`);
  }
  if (a instanceof RegExp || a instanceof URL) return String(a) === String(b);
  if (a instanceof Date) return Object.is(a.getTime(), (b as Date).getTime());
  if (a instanceof WeakRef) {
    return same(a.deref(), (b as WeakRef<WeakKey>).deref(), pairs);
  }
  // A pair that is being compared further up is taken for equal, or a cycle
  // would never end.
  if (pairs.get(a) === b) return true;
  pairs.set(a, b);
  if (isKeyed(a) && isKeyed(b) && !sameEntries(a, b, pairs)) return false;
  return sameProperties(a, b, pairs);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** Objects without a prototype count as plain ones. */
function classOf(value: object): { name: string } {
  return value.constructor ?? Object;
}

function isKeyed(value: object): value is Keyed {
  return value instanceof Set || value instanceof Map;
}

function sameEntries(a: Keyed, b: Keyed, pairs: Pairs): boolean {
  if (a.size !== b.size) return false;
  const rest = new Map(b.entries());
  for (const [key, value] of a.entries()) {
    const match = rest.has(key) ? key : findKey(rest, key, value, pairs);
    if (!rest.has(match) || !isObject(key) && match !== key) return false;
    if (b instanceof Map && !same(value, rest.get(match), pairs)) return false;
    rest.delete(match);
  }
  return true;
}

/** An equal key among the objects used as keys; their identity is no help. */
function findKey(
  among: Map<unknown, unknown>,
  key: unknown,
  value: unknown,
  pairs: Pairs,
): unknown {
  for (const [candidate, other] of among) {
    // A guess that fails must leave no trace among the pairs.
    const guess = new Map(pairs);
    if (same(key, candidate, guess) && same(value, other, guess)) {
      return candidate;
    }
  }
  return key;
}

function sameProperties(a: object, b: object, pairs: Pairs): boolean {
  const keys = ownKeys(a);
  if (keys.length !== ownKeys(b).length) return false;
  const [left, right] = [a, b] as Record<PropertyKey, unknown>[];
  return keys.every((key) =>
    Object.hasOwn(b, key) && same(left![key], right![key], pairs)
  );
}

function ownKeys(value: object): PropertyKey[] {
  const isEnumerable = Object.prototype.propertyIsEnumerable;
  return Reflect.ownKeys(value).filter((key) => isEnumerable.call(value, key));
}
