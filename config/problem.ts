import type { BaseIssue } from "valibot";
import { withoutCredentials } from "../plain_text.ts";
import { nearest, suggestion } from "../rosters/vendors/fields.ts";

type Key = string | number;

/** A mistake in a configuration, and its place. */
export interface Problem {
  path: Key[];
  message: string;
}

/** One line: `states.on_call.emoji: "pager" needs …`. It tells no credential. */
export function problemLine({ path, message }: Problem): string {
  return withoutCredentials(`${pathText(path)}: ${message}`);
}

function pathText(path: Key[]): string {
  if (path.length === 0) return "configuration";
  const parts = path.map((key) => {
    if (typeof key === "number") return `[${key}]`;
    return /^[\w-]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
  });
  return parts.join("").replace(/^\./, "");
}

/** Turns an issue of the schema into a message for an installer. */
export function problemOf(issue: BaseIssue<unknown>): Problem {
  const path = (issue.path ?? []).map(({ key }) => key as Key);
  return { path, message: messageOf(issue) };
}

const EXPECTED: Record<string, string> = {
  string: "text in quotes",
  number: "a number",
  boolean: "true or false",
  Array: "a list",
  Object: "an object",
};

function messageOf(issue: BaseIssue<unknown>): string {
  if (issue.kind === "validation") return issue.message;
  if (issue.expected === "never") return issue.message;
  if (issue.received === "undefined") return "is missing";
  const expected = issue.expected ?? "";
  const what = EXPECTED[expected];
  if (what) return `must be ${what}, not ${issue.received}`;
  const values = expected.replace(/^\(|\)$/g, "").split(" | ");
  const meant = nearest(unquoted(issue.received), values.map(unquoted));
  return `must be one of ${values.join(", ")}, not ${issue.received}` +
    suggestion(meant);
}

function unquoted(value: string): string {
  return value.replace(/^"|"$/g, "");
}
