import * as v from "valibot";
import { contradictions } from "./consistency.ts";
import { problemLine, problemOf } from "./problem.ts";
import { type Config, type ConfigInput, ConfigSchema } from "./schema.ts";

/** Why a configuration cannot be used: every problem, each with its path. */
export class InvalidConfig extends Error {
  constructor(readonly problems: readonly string[]) {
    super(["The configuration cannot be used:", ...problems].join("\n  "));
  }
}

/**
 * Checks a configuration and fills in the defaults.
 *
 * @param input The configuration as an installer writes it.
 * @returns the whole configuration, with e-mail addresses in lower case.
 *
 * @throws {InvalidConfig} with every problem.
 *
 * @example
 * ```ts
 * export default defineConfig({
 *   states: {
 *     on_call: { text: "On call until {until}", emoji: ":pager:", priority: 1 },
 *   },
 *   sources: [
 *     { type: "pagerduty", id: "api", state: "on_call", schedules: ["PI7DH85"] },
 *   ],
 * });
 * ```
 */
export function defineConfig(input: ConfigInput): Config {
  const checked = v.safeParse(ConfigSchema, input);
  const problems = [
    ...(checked.issues ?? []).map(problemOf),
    ...contradictions(input),
  ];
  if (!checked.success || problems.length > 0) {
    const error = new InvalidConfig(problems.map(problemLine));
    // So that Deno points at the installer's file, not at this one.
    Error.captureStackTrace?.(error, defineConfig);
    throw error;
  }
  const { people, ...rest } = checked.output;
  return { ...rest, people: withLowerCaseEmails(people) };
}

/** Rosters and Slack differ in the case of addresses. */
function withLowerCaseEmails(
  people: Record<string, string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(people).map(([identity, id]) => [
      identity.includes("@") ? identity.toLowerCase() : identity,
      id,
    ]),
  );
}
