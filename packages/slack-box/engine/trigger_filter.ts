import { isObject } from "../web_api/arguments.ts";

/** Slack, "Trigger filters": how deep conditions may be nested. */
const MOST_LEVELS = 5;

const OPERATORS = ["AND", "OR", "NOT"];
/** `{{data.user_id}} == U123`. */
const STATEMENT = /^\s*(\S.*?)\s*(==|<=|>=|<|>|CONTAINS)\s*(\S.*?)\s*$/s;
const TEMPLATE = /^\{\{\s*([^{}\s]+)\s*\}\}$/;

/**
 * What is wrong with the filter of a trigger.
 *
 * @returns the place as a JSON pointer below the filter, and why; or `null`.
 */
export function problemWithFilter(
  filter: unknown,
): { at: string; why: string } | null {
  if (!isObject(filter) || filter.version !== 1 || !isObject(filter.root)) {
    return { at: "", why: "needs version 1 and a root" };
  }
  return problemWithNode(filter.root, "/root", 1);
}

function problemWithNode(
  node: unknown,
  at: string,
  level: number,
): { at: string; why: string } | null {
  if (!isObject(node)) return { at, why: "must be an object" };
  if (level > MOST_LEVELS) return { at, why: `is below ${MOST_LEVELS} levels` };
  const { statement, operator, inputs, ...others } = node;
  const [other] = Object.keys(others);
  if (other !== undefined) return { at: `${at}/${other}`, why: "is unknown" };
  if (statement !== undefined) {
    if (operator !== undefined || inputs !== undefined) {
      return { at, why: "has a statement or an operator, not both" };
    }
    const isRight = typeof statement === "string" && STATEMENT.test(statement);
    return isRight ? null : {
      at: `${at}/statement`,
      why: "must compare with ==, <, >, <=, >= or CONTAINS",
    };
  }
  if (!OPERATORS.includes(String(operator))) {
    return { at: `${at}/operator`, why: "must be AND, OR or NOT" };
  }
  if (!Array.isArray(inputs) || inputs.length === 0) {
    return { at: `${at}/inputs`, why: "must be a list of conditions" };
  }
  if (operator === "NOT" && inputs.length !== 1) {
    return { at: `${at}/inputs`, why: "NOT takes one condition" };
  }
  for (const [index, input] of inputs.entries()) {
    const problem = problemWithNode(input, `${at}/inputs/${index}`, level + 1);
    if (problem !== null) return problem;
  }
  return null;
}

/** One condition of a filter that `problemWithFilter` found right. */
type Condition =
  | { statement: string }
  | { operator: "AND" | "OR" | "NOT"; inputs: Condition[] };

/**
 * Whether a filter lets an event pass.
 *
 * @param filter One that `problemWithFilter` found right; `undefined`: none.
 * @param scope What its statements refer to: `data`, `event_id`, ….
 */
export function passesFilter(
  filter: unknown,
  scope: Record<string, unknown>,
): boolean {
  if (filter === undefined) return true;
  return holds((filter as { root: Condition }).root, scope);
}

function holds(condition: Condition, scope: Record<string, unknown>): boolean {
  if ("statement" in condition) return compare(condition.statement, scope);
  const { operator, inputs } = condition;
  const results = inputs.map((input) => holds(input, scope));
  if (operator === "AND") return results.every(Boolean);
  return operator === "OR" ? results.some(Boolean) : !results[0];
}

function compare(statement: string, scope: Record<string, unknown>): boolean {
  const [, first = "", operator, second = ""] = STATEMENT.exec(statement) ?? [];
  const left = valueOf(first, scope);
  const right = valueOf(second, scope);
  if (operator === "CONTAINS") {
    return typeof left === "string" && right !== null &&
      left.includes(String(right));
  }
  if (left === null || right === null) {
    return operator === "==" && left === right;
  }
  const [a, b] = isNumeric(left) && isNumeric(right)
    ? [Number(left), Number(right)]
    : [String(left), String(right)];
  switch (operator) {
    case "==":
      return a === b;
    case "<":
      return a < b;
    case ">":
      return a > b;
    case "<=":
      return a <= b;
    default:
      return a >= b;
  }
}

/** The value of one side: a template, a quoted text, `null`, or a plain word. */
function valueOf(side: string, scope: Record<string, unknown>): unknown {
  const path = TEMPLATE.exec(side)?.[1];
  if (path === undefined) {
    if (side === "null") return null;
    return /^(["'])([^]*)\1$/.exec(side)?.[2] ?? side;
  }
  let value: unknown = scope;
  for (const key of path.split(".")) {
    if (!isObject(value) || !Object.hasOwn(value, key)) return null;
    value = value[key];
  }
  return value ?? null;
}

function isNumeric(value: unknown): boolean {
  return typeof value === "number" ||
    typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value);
}
