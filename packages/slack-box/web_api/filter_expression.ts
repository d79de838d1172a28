import type { Item } from "../state.ts";

export type Filter = (item: Item) => boolean;

/** What `#names` and `:values` of an expression stand for. */
interface FilterTerms {
  attributes: Readonly<Record<string, string>>;
  values: Readonly<Record<string, unknown>>;
}

/** Thrown for an expression that cannot be parsed; the message says why. */
export class FilterError extends Error {}

/**
 * Compiles a filter expression as Slack documents them ("Filter expressions"):
 * `=`, `<`, `<=`, `>`, `>=`, `between … and …`, `begins_with`, `contains`,
 * joined by `and`, `or`, `not` and parentheses, as in DynamoDB.
 *
 * @throws {FilterError} if it is malformed, names something undefined, or
 * leaves one of its terms unused.
 */
export function compileFilter(expression: string, terms: FilterTerms): Filter {
  const tokens = filterTokens(expression);
  if (tokens === null || tokens.length === 0) {
    throw new FilterError("Invalid expression: syntax error");
  }
  const parser = new FilterParser(tokens, terms);
  const filter = parser.whole();
  for (const name of [...keys(terms.attributes), ...keys(terms.values)]) {
    if (!parser.used.has(name)) {
      throw new FilterError(`Value provided but unused in expression: ${name}`);
    }
  }
  return filter;
}

type Operand = (item: Item) => unknown;

class FilterParser {
  readonly used = new Set<string>();
  #position = 0;

  constructor(
    readonly tokens: readonly FilterToken[],
    readonly terms: FilterTerms,
  ) {}

  whole(): Filter {
    const filter = this.#either();
    if (this.#position < this.tokens.length) throw this.#unexpected();
    return filter;
  }

  #either(): Filter {
    let filter = this.#both();
    while (this.#take("or")) {
      const [left, right] = [filter, this.#both()];
      filter = (item) => left(item) || right(item);
    }
    return filter;
  }

  #both(): Filter {
    let filter = this.#single();
    while (this.#take("and")) {
      const [left, right] = [filter, this.#single()];
      filter = (item) => left(item) && right(item);
    }
    return filter;
  }

  #single(): Filter {
    if (this.#take("not")) {
      const inner = this.#single();
      return (item) => !inner(item);
    }
    if (this.#take("(")) {
      const inner = this.#either();
      this.#expect(")");
      return inner;
    }
    if (this.#take("begins_with")) return this.#called(startsWith);
    if (this.#take("contains")) return this.#called(contains);
    return this.#comparison();
  }

  #called(test: (left: unknown, right: unknown) => boolean): Filter {
    this.#expect("(");
    const left = this.#operand();
    this.#expect(",");
    const right = this.#operand();
    this.#expect(")");
    return (item) => test(left(item), right(item));
  }

  #comparison(): Filter {
    const left = this.#operand();
    if (this.#take("between")) {
      const low = this.#operand();
      this.#expect("and");
      const high = this.#operand();
      return (item) =>
        compare(">=", left(item), low(item)) &&
        compare("<=", left(item), high(item));
    }
    for (const operator of ["=", "<", "<=", ">", ">="] as const) {
      if (this.#take(operator)) {
        const right = this.#operand();
        return (item) => compare(operator, left(item), right(item));
      }
    }
    throw this.#unexpected();
  }

  #operand(): Operand {
    const token = this.tokens[this.#position];
    if (token?.kind === "attribute") {
      const name = this.#term(this.terms.attributes, token);
      return (item) => item[name];
    }
    if (token?.kind === "value") {
      const value = this.#term(this.terms.values, token);
      return () => value;
    }
    throw this.#unexpected();
  }

  #term<T>(defined: Readonly<Record<string, T>>, token: FilterToken): T {
    if (!Object.hasOwn(defined, token.text)) {
      throw new FilterError(`Undefined in expression: ${token.text}`);
    }
    this.#position++;
    this.used.add(token.text);
    return defined[token.text]!;
  }

  #take(text: string): boolean {
    const token = this.tokens[this.#position];
    if (token?.text !== text) return false;
    this.#position++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw this.#unexpected();
  }

  #unexpected(): FilterError {
    const token = this.tokens[this.#position];
    return new FilterError(
      `Invalid expression: syntax error at ${token?.text ?? "its end"}`,
    );
  }
}

function keys(terms: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(terms);
}

/**
 * `left operator right` as DynamoDB has it: an attribute that is not there
 * meets no condition, and only two strings or two numbers have an order.
 */
function compare(
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

function startsWith(left: unknown, right: unknown): boolean {
  return typeof left === "string" && typeof right === "string" &&
    left.startsWith(right);
}

/** A part of a string, or an element of an array. */
function contains(left: unknown, right: unknown): boolean {
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

/** One symbol of a filter expression; `text` of a word is in lower case. */
interface FilterToken {
  kind: "attribute" | "value" | "word" | "symbol";
  text: string;
}

const TOKEN = /\s*(?:(#\w+)|(:\w+)|([A-Za-z_]\w*)|(<=|>=|<>|[=<>(),]))/y;

/** Splits an expression; `null` if a part of it is not a symbol. */
function filterTokens(expression: string): FilterToken[] | null {
  const tokens: FilterToken[] = [];
  const source = expression.trim();
  let position = 0;
  while (position < source.length) {
    TOKEN.lastIndex = position;
    const match = TOKEN.exec(source);
    if (match === null) return null;
    position = TOKEN.lastIndex;
    const [, attribute, value, word, symbol] = match;
    if (attribute !== undefined) {
      tokens.push({ kind: "attribute", text: attribute });
    } else if (value !== undefined) tokens.push({ kind: "value", text: value });
    else if (word !== undefined) {
      tokens.push({ kind: "word", text: word.toLowerCase() });
    } else tokens.push({ kind: "symbol", text: symbol! });
  }
  return tokens;
}
