import type { ValidatedSource } from "../config/sources.ts";
import type { Unreadable } from "../reconciler/shift.ts";
import { unreadableSource } from "./http/account.ts";
import { icalRoster } from "./ical/adapter.ts";
import { compareKeys, inOrder } from "./merge_shifts.ts";
import type {
  ReadingWindow,
  ReadRoster,
  RosterContext,
  RosterReading,
  RosterShift,
} from "./port.ts";
import { bambooHrRoster } from "./vendors/bamboohr/adapter.ts";
import { grafanaRoster } from "./vendors/grafana/adapter.ts";
import { incidentIoRoster } from "./vendors/incident_io/adapter.ts";
import { jsmRoster } from "./vendors/jsm/adapter.ts";
import { jsonRoster } from "./vendors/json/adapter.ts";
import { opsgenieRoster } from "./vendors/opsgenie/adapter.ts";
import { pagerDutyRoster } from "./vendors/pagerduty/adapter.ts";

/** The adapter of a source, by its type. */
export function rosterOf(source: ValidatedSource): ReadRoster {
  switch (source.type) {
    case "pagerduty":
      return pagerDutyRoster(source);
    case "opsgenie":
      return opsgenieRoster(source);
    case "jsm":
      return jsmRoster(source);
    case "grafana":
      return grafanaRoster(source);
    case "incident_io":
      return incidentIoRoster(source);
    case "bamboohr":
      return bambooHrRoster(source);
    case "json":
      return jsonRoster(source);
    case "ical":
      return icalRoster(source);
  }
}

/**
 * Reads all sources at once. What fails in one of them, even its adapter,
 * leaves that one unreadable and the others as they are. Sorted, so that it
 * depends neither on the order of the sources nor on their speed.
 *
 * @param states Those of the configuration; a schedule with shifts in another is
 * unreadable.
 */
export async function readRosters(
  sources: readonly ValidatedSource[],
  states: readonly string[],
  window: ReadingWindow,
  context: RosterContext,
  adapterOf: (source: ValidatedSource) => ReadRoster = rosterOf,
): Promise<RosterReading> {
  const readings = await Promise.all(sources.map(async (source) => {
    try {
      return await adapterOf(source)(window, context);
    } catch (error) {
      return failed(source.id, error, context.env);
    }
  }));
  const { shifts, unreadable } = withKnownStates(
    readings.flatMap(({ shifts }) => shifts),
    states,
  );
  return {
    shifts: inOrder(shifts),
    unreadable: readings.flatMap((reading) => reading.unreadable)
      .concat(unreadable).sort((a, b) =>
        compareKeys(
          [a.source, a.schedule ?? "", a.reason],
          [b.source, b.schedule ?? "", b.reason],
        )
      ),
    rejected: readings.flatMap(({ rejected }) => rejected).sort((a, b) =>
      compareKeys([a.source, a.reason], [b.source, b.reason])
    ),
    schedules: readings.flatMap(({ schedules }) => schedules).sort((a, b) =>
      compareKeys([a.source, a.schedule], [b.source, b.schedule])
    ),
  };
}

function failed(
  source: string,
  error: unknown,
  env: Readonly<Record<string, string>>,
): RosterReading {
  let text = String(error);
  // Whoever threw may have put a secret into the message. Short values are
  // no secrets, and blanking them would garble the text.
  for (const value of Object.values(env)) {
    if (value.length >= 8) text = text.replaceAll(value, "…");
  }
  const reason = `reading it failed unexpectedly: ${text}`;
  return unreadableSource(source, reason);
}

/**
 * The shifts whose state the configuration has. A source may give states of its
 * own; of a schedule with one that nobody knows it is not known who is on it in
 * truth, so whoever shows it stays as they are.
 */
export function withKnownStates(
  shifts: readonly RosterShift[],
  states: readonly string[],
): { shifts: RosterShift[]; unreadable: Unreadable[] } {
  const known = new Set(states);
  const unreadable = new Map<string, Unreadable>();
  for (const { source, schedule, state } of shifts) {
    if (known.has(state)) continue;
    const reason =
      `it gives the state "${state}", which is not among those of ` +
      `shiftlight.config.ts (${states.join(", ")})`;
    const key = JSON.stringify([source, schedule, state]);
    unreadable.set(key, { source, schedule, reason });
  }
  return {
    shifts: shifts.filter(({ state }) => known.has(state)),
    unreadable: [...unreadable.values()],
  };
}

/**
 * The shifts without those of whom is nobody: whose name or e-mail is among the
 * placeholders, whatever its capitals and the spaces around it.
 */
export function withoutPlaceholders(
  shifts: readonly RosterShift[],
  placeholders: readonly string[],
): RosterShift[] {
  const nobody = new Set(placeholders.map(plain));
  return shifts.filter(({ identity: { name, email } }) =>
    !nobody.has(plain(name)) && !(email !== null && nobody.has(plain(email)))
  );
}

function plain(name: string): string {
  return name.trim().toLowerCase();
}
