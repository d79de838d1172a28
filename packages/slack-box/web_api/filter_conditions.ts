/**
 * `left operator right` as DynamoDB has it: an attribute that is not there
 * meets no condition, and only two strings or two numbers have an order.
 */
export function compare(
  operator: "=" | "<" | "<=" | ">" | ">=",
  left: unknown,
  right: unknown,
): boolean {
  if (left === undefined || right === undefined) return false;
  if (operator === "=") return isSame(left, right);
  const order = orderOf(left, right);
  if (order === null) return false;
  if (operator === "<") return order < 0;
  if (operator === "<=") return order <= 0;
  if (operator === ">") return order > 0;
  return order >= 0;
}

export function startsWith(left: unknown, right: unknown): boolean {
  return typeof left === "string" && typeof right === "string" &&
    left.startsWith(right);
}

/** A part of a string, or an element of an array. */
export function contains(left: unknown, right: unknown): boolean {
  if (typeof left === "string") {
    return typeof right === "string" && left.includes(right);
  }
  return Array.isArray(left) && left.some((element) => isSame(element, right));
}

function orderOf(left: unknown, right: unknown): number | null {
  if (typeof left === "number" && typeof right === "number") {
    return left - right;
  }
  if (typeof left === "string" && typeof right === "string") {
    return left < right ? -1 : left > right ? 1 : 0;
  }
  return null;
}

function isSame(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object") return false;
  if (left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const [a, b] = [Object.entries(left), Object.entries(right)];
  return a.length === b.length &&
    a.every(([key, value]) =>
      Object.hasOwn(right, key) &&
      isSame(value, (right as Record<string, unknown>)[key])
    );
}
