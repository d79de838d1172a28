type Keyed = Set<unknown> | Map<unknown, unknown>;

/**
 * Deep equality as the real package has it: `0` equals `-0`, `NaN` equals
 * itself, a property that is `undefined` differs from one that is absent, sets
 * and maps are unordered, and objects of different classes differ. Cycles and
 * weak collections are left out.
 */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b || Object.is(a, b)) return true;
  if (!isObject(a) || !isObject(b) || classOf(a) !== classOf(b)) return false;
  if (a instanceof RegExp || a instanceof URL) return String(a) === String(b);
  if (a instanceof Date) return Object.is(a.getTime(), (b as Date).getTime());
  if (isKeyed(a) && isKeyed(b) && !equalEntries(a, b)) return false;
  return equalProperties(a, b);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** Objects without a prototype count as plain ones. */
function classOf(value: object): unknown {
  return value.constructor ?? Object;
}

function isKeyed(value: object): value is Keyed {
  return value instanceof Set || value instanceof Map;
}

function equalEntries(a: Keyed, b: Keyed): boolean {
  const rest = [...b.entries()];
  return a.size === b.size && [...a.entries()].every((entry) => {
    const index = rest.findIndex((other) => equal(entry, other));
    if (index !== -1) rest.splice(index, 1);
    return index !== -1;
  });
}

function equalProperties(a: object, b: object): boolean {
  const keys = ownKeys(a);
  if (keys.length !== ownKeys(b).length) return false;
  const [left, right] = [a, b] as Record<PropertyKey, unknown>[];
  return keys.every((key) =>
    Object.hasOwn(b, key) && equal(left![key], right![key])
  );
}

function ownKeys(value: object): PropertyKey[] {
  const isEnumerable = Object.prototype.propertyIsEnumerable;
  return Reflect.ownKeys(value).filter((key) => isEnumerable.call(value, key));
}
