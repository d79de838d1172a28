import { SECOND } from "@std/datetime";
import * as v from "valibot";
import { type Account, withoutToken } from "./account.ts";
import { type Failure, failure, type Outcome, success } from "./outcome.ts";

const ISO_WITH_ZONE =
  /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;

/** A time in ISO 8601 with its zone; becomes Unix seconds. */
export const Time = v.pipe(
  v.string(),
  v.check(
    (text) => ISO_WITH_ZONE.test(text) && !Number.isNaN(Date.parse(text)),
    "a time in ISO 8601 with its zone",
  ),
  v.transform((text) => Math.floor(Date.parse(text) / SECOND)),
);

export const Id = v.pipe(v.string(), v.nonEmpty());
export const Text = v.nullish(v.string());
export const Whole = v.pipe(v.number(), v.integer());

/**
 * The messages in the `errors` of an error's body. Vendors send texts, a list of
 * texts, or a map from a field's path to either. Anything else has none.
 */
export function messagesIn(errors: unknown): string[] {
  if (typeof errors === "string") return errors === "" ? [] : [errors];
  if (Array.isArray(errors)) {
    return errors.filter((each) => typeof each === "string" && each !== "");
  }
  if (typeof errors !== "object" || errors === null) return [];
  return Object.entries(errors).flatMap(([field, messages]) => {
    const said = messagesIn(messages).join(", ");
    return said === "" ? [] : [`${field}: ${said}`];
  });
}

/** Checks the answer to a path. A failure names the first field that does not match. */
export function validate<S extends v.GenericSchema>(
  account: Pick<Account, "vendor" | "token">,
  schema: S,
  path: string,
  data: unknown,
): Outcome<v.InferOutput<S>> {
  const parsed = v.safeParse(schema, data, { abortEarly: true });
  if (parsed.success) return success(parsed.output);
  const what = describeIssue(account, parsed.issues[0]);
  return schemaMismatch(account.vendor.name, path, what);
}

/**
 * The failure of an answer that differs from the documentation.
 *
 * @param what The field, the expected and the received value.
 */
export function schemaMismatch(
  vendor: string,
  path: string,
  what: string,
): Failure {
  const asked = path === "" ? "" : ` to ${path}`;
  return failure(null, `${vendor}'s answer${asked} does not fit: ${what}`);
}

/** `oncalls[3].user.email: expected string, received 7` */
function describeIssue(
  account: Pick<Account, "vendor" | "token">,
  issue: v.BaseIssue<unknown>,
): string {
  const where = fieldOf((issue.path ?? []).map(({ key }) => key));
  const field = where === "" ? "the body" : where;
  // First remove the token, then cut: a cut token would not be found.
  const received = withoutToken(account, issue.received).slice(0, 60);
  if (issue.kind === "schema" && received === "undefined") {
    return `${field}: missing`;
  }
  const expected = issue.expected ?? issue.message;
  return `${field}: expected ${expected}, received ${received}`;
}

function fieldOf(keys: readonly unknown[]): string {
  return keys.map((key, at) => {
    if (typeof key === "number") return `[${key}]`;
    return at === 0 ? String(key) : `.${key}`;
  }).join("");
}
