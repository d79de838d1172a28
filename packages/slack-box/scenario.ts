import * as v from "valibot";
import { formatInstant } from "./time.ts";
import type { App } from "./app.ts";
import type { Channel } from "./state.ts";
import {
  type Scenario,
  scenarioSchema,
  schedulesSchema,
} from "./scenario_schema.ts";
import { VENDOR_KINDS, vendorsThat } from "./vendors/kinds.ts";
import type { VendorSchedule } from "./vendors/roster.ts";
import { type VendorMakers, VENDORS } from "./vendors/vendors.ts";

/** Thrown for a scenario that is wrong; the message is one line with the path. */
export class ScenarioError extends Error {}

/** `people[2].consent.states[0]: unknown state "oncal"; …` */
function describe(issue: v.BaseIssue<unknown>): string {
  const path = (issue.path ?? []).reduce(
    (text, { key }) =>
      typeof key === "number"
        ? `${text}[${key}]`
        : text === ""
        ? String(key)
        : `${text}.${key}`,
    "",
  );
  const message = issue.message.replaceAll("\n", " ");
  return path === "" ? message : `${path}: ${message}`;
}

function validate<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  where: string,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [first, ...others] = result.issues;
  const more = others.length > 0 ? ` (and ${others.length} more)` : "";
  const text = describe(first);
  const path = first.path === undefined ? `${where}: ` : "";
  throw new ScenarioError(`${path}${text}${more}`);
}

function requireUnique(values: string[], list: string, field: string): void {
  const firsts = new Map<string, number>();
  for (const [index, value] of values.entries()) {
    const first = firsts.get(value);
    if (first === undefined) firsts.set(value, index);
    else {
      throw new ScenarioError(
        `${list}[${index}].${field}: ${value} is already that of ${list}[${first}]`,
      );
    }
  }
}

/**
 * Checks that a list of a scenario names people of that scenario.
 *
 * @param ids The list.
 * @param people The ids of the scenario's people.
 * @param list What the list is called, for the message.
 * @throws {ScenarioError} for the first id that is not a person's.
 */
export function requirePeople(
  ids: string[],
  people: string[],
  list: string,
): void {
  const known = new Set(people);
  for (const [index, id] of ids.entries()) {
    if (!known.has(id)) {
      throw new ScenarioError(`${list}[${index}]: no person ${id}`);
    }
  }
}

function requireChannels(channels: Channel[], people: string[]): void {
  requireUnique(channels.map(({ id }) => id), "channels", "id");
  requireUnique(channels.map(({ name }) => name), "channels", "name");
  for (const [index, { members }] of channels.entries()) {
    requirePeople([...members ?? []], people, `channels[${index}].members`);
  }
}

/** Refuses whole days, documents and settings that a vendor does not have. */
function requireServed(schedules: VendorSchedule[]): void {
  for (const [index, schedule] of schedules.entries()) {
    const { vendor, raw, shifts } = schedule;
    if (schedule.pagerduty !== undefined && vendor !== "pagerduty") {
      throw new ScenarioError(
        `schedules[${index}].pagerduty: not for a schedule of ${vendor}`,
      );
    }
    const { wholeDays, documents } = VENDOR_KINDS[vendor];
    if (raw !== undefined && !documents) {
      const known = vendorsThat((kind) => kind.documents);
      throw new ScenarioError(
        `schedules[${index}].raw: ${vendor} serves no documents, only ${known} do`,
      );
    }
    if (wholeDays) continue;
    const known = vendorsThat((kind) => kind.wholeDays);
    for (const [place, shift] of shifts.entries()) {
      if (!shift.wholeDays) continue;
      const end = shift.startMs === null ? "end" : "start";
      const atMs = shift.startMs ?? shift.endMs!;
      const day = formatInstant(atMs).slice(0, 10);
      throw new ScenarioError(
        `schedules[${index}].shifts[${place}].${end}: not an ISO 8601 instant ` +
          `with its zone, such as 2026-03-02T08:00:00Z: "${day}"; ` +
          `${vendor} knows no whole days, only ${known} do`,
      );
    }
  }
}

/**
 * Reads schedules as a scenario or `PUT /control/schedules` gives them.
 *
 * @param value The list, as JSON was decoded.
 * @param app The app, whose `scenarioFields` schedules may have.
 * @param vendors The vendors that schedules may name.
 * @returns The schedules, with defaults filled in.
 * @throws {ScenarioError} with one line that says what is wrong, and where.
 */
export function parseSchedules(
  value: unknown,
  app: Pick<App, "scenarioFields"> = {},
  vendors: VendorMakers = VENDORS,
): VendorSchedule[] {
  const schema = schedulesSchema(vendors, app.scenarioFields?.schedule);
  const schedules = validate(schema, value, "schedules");
  requireUnique(schedules.map(({ id }) => id), "schedules", "id");
  requireServed(schedules);
  return schedules;
}

/**
 * Reads a whole scenario.
 *
 * @param value The content of a scenario file, as JSON was decoded.
 * @param app The app, whose `scenarioFields` the scenario may have.
 * @param vendors The vendors that schedules may name.
 * @returns The scenario, with defaults filled in.
 * @throws {ScenarioError} with one line that says what is wrong, and where.
 * @example
 * const scenario = parseScenario({
 *   now: "2026-03-02T08:00:00Z",
 *   people: [{ id: "UALICE", name: "alice", email: "alice@example.com" }],
 * });
 */
export function parseScenario(
  value: unknown,
  app: Pick<App, "scenarioFields" | "checkScenario"> = {},
  vendors: VendorMakers = VENDORS,
): Scenario {
  const schema = scenarioSchema(vendors, app.scenarioFields);
  const scenario = validate(schema, value, "scenario");
  const ids = scenario.people.map(({ id }) => id);
  const emails = scenario.people.map(({ email }) => email.toLowerCase());
  requireUnique(ids, "people", "id");
  requireUnique(emails, "people", "email");
  requireUnique(scenario.schedules.map(({ id }) => id), "schedules", "id");
  requireServed(scenario.schedules);
  requireUnique(scenario.user_groups.map(({ id }) => id), "user_groups", "id");
  for (const [index, { members }] of scenario.user_groups.entries()) {
    requirePeople(members, ids, `user_groups[${index}].members`);
  }
  requireChannels(scenario.channels, ids);
  app.checkScenario?.(scenario);
  return scenario;
}
