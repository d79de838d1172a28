import * as v from "valibot";
import type { Channel, Role, Status, UserGroup } from "./state.ts";
import { isTimeZone, parseInstant } from "./time.ts";
import type { VendorName } from "./vendors/kinds.ts";
import type {
  AppFields,
  VendorSchedule,
  VendorShift,
} from "./vendors/roster.ts";
import { namesOf, type VendorMakers } from "./vendors/vendors.ts";

export interface ScenarioPerson {
  id: string;
  name: string;
  email: string;
  tz: string;
  role: Role;
  /** The id of their own workspace, if it is another one. */
  organization?: string;
  guest?: boolean;
  connections?: number;
  /** Unix seconds. */
  last_activity?: number;
  status: Status;
  /** Unix seconds, 0 for none. */
  snooze_until: number;
  manual_away: boolean;
  /** The fields that the app added. */
  app: AppFields;
}

/** A scenario file as it was read. */
export interface Scenario {
  /** Unix milliseconds. */
  now: number;
  plan: "free" | "paid";
  people: ScenarioPerson[];
  schedules: VendorSchedule[];
  user_groups: UserGroup[];
  channels: Channel[];
  /** The fields that the app added. */
  app: AppFields;
}

/**
 * The fields that an app adds to scenario files, as valibot schemas by name:
 * beside `people`, in each person, and in each schedule.
 */
export interface ScenarioFields {
  scenario?: v.ObjectEntries;
  person?: v.ObjectEntries;
  schedule?: v.ObjectEntries;
}

const object = v.custom<object>(
  (value) =>
    typeof value === "object" && value !== null && !Array.isArray(value),
  (issue) => `expected an object, got ${issue.received}`,
);

/** An object that has only the keys of `entries`; the message names them. */
export function record<Entries extends v.ObjectEntries>(entries: Entries) {
  const known = Object.keys(entries).join(", ");
  const closed = v.strictObject(
    entries,
    (issue) =>
      issue.expected === "never"
        ? `unknown; known here: ${known}`
        : "required and missing",
  );
  return v.pipe(object, closed);
}

/** The fields in `added` move to `app`; the others stay where they are. */
function withApp<Value extends object>(added: v.ObjectEntries) {
  return v.transform((value: Value): Value & { app: AppFields } => {
    const own: Record<string, unknown> = {};
    const app: Record<string, unknown> = {};
    for (const [name, field] of Object.entries(value)) {
      (Object.hasOwn(added, name) ? app : own)[name] = field;
    }
    return { ...own as Value, app };
  });
}

/** `added` within an object literal, without the index signature of its type. */
function among(added: v.ObjectEntries): Record<never, never> {
  return added;
}

export function text() {
  return v.pipe(
    v.string((issue) => `expected a text, got ${issue.received}`),
    v.nonEmpty("must not be empty"),
  );
}

const anyText = v.string((issue) => `expected a text, got ${issue.received}`);
export const flag = v.boolean((issue) =>
  `expected true or false, got ${issue.received}`
);
const unixSeconds = v.pipe(
  v.number((issue) => `expected Unix seconds, got ${issue.received}`),
  v.integer("must be whole Unix seconds"),
  v.minValue(0, "must be Unix seconds, 0 for none"),
);

export function oneOf<const Options extends readonly string[]>(
  options: Options,
) {
  return v.picklist(
    options,
    (issue) => `expected ${options.join(" | ")}, got ${issue.received}`,
  );
}

export function list<Item extends v.GenericSchema>(item: Item) {
  return v.array(item, (issue) => `expected a list, got ${issue.received}`);
}

/** A text, as `read` reads it. */
function instantRead<T>(read: (text: string) => T | null) {
  return v.pipe(
    v.string((issue) => `expected an ISO 8601 instant, got ${issue.received}`),
    v.check(
      (value) => read(value) !== null,
      (issue) =>
        `not an ISO 8601 instant with its zone, such as 2026-03-02T08:00:00Z: ${issue.received}`,
    ),
    v.transform((value) => read(value)!),
  );
}

const instant = instantRead(parseInstant);

const count = v.pipe(
  v.number((issue) => `expected a number, got ${issue.received}`),
  v.integer("must be a whole number"),
  v.minValue(0, "must be at least 0"),
);

const statusSchema = record({
  text: v.optional(anyText, ""),
  emoji: v.optional(anyText, ""),
  expiration: v.optional(unixSeconds, 0),
});

function personSchema(added: v.ObjectEntries = {}) {
  const person = record({
    id: v.pipe(
      text(),
      v.regex(
        /^[UW][A-Za-z0-9_]*$/,
        "must look like a Slack id, such as UALICE",
      ),
    ),
    name: text(),
    email: v.pipe(text(), v.includes("@", "must be an e-mail address")),
    tz: v.optional(
      v.pipe(
        text(),
        v.check(
          isTimeZone,
          ({ input }) => `no such IANA time zone: ${JSON.stringify(input)}`,
        ),
      ),
      "UTC",
    ),
    role: v.optional(
      oneOf(["member", "admin", "owner", "primary_owner"]),
      "member",
    ),
    organization: v.exactOptional(text()),
    guest: v.exactOptional(flag),
    connections: v.exactOptional(count),
    last_activity: v.exactOptional(unixSeconds),
    status: v.optional(statusSchema, {}),
    snooze_until: v.optional(unixSeconds, 0),
    manual_away: v.optional(flag, false),
    ...among(added),
  });
  return v.pipe(person, withApp(added));
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

interface ShiftEnd {
  /** Unix milliseconds; for a whole day, its midnight in UTC. */
  ms: number;
  isDay: boolean;
}

function readShiftEnd(text: string): ShiftEnd | null {
  const isDay = DAY.test(text);
  const ms = parseInstant(isDay ? `${text}T00:00:00Z` : text);
  return ms === null ? null : { ms, isDay };
}

const shiftEnd = v.nullable(instantRead(readShiftEnd));

const shiftSchema = v.pipe(
  record({
    email: text(),
    start: shiftEnd,
    end: shiftEnd,
    level: v.optional(
      v.pipe(v.number(), v.integer(), v.minValue(1, "levels start at 1")),
      1,
    ),
  }),
  v.forward(
    v.check(
      ({ start, end }) =>
        start === null || end === null || start.isDay === end.isDay,
      "must be a day where start is one, and an instant where it is one",
    ),
    ["end"],
  ),
  v.transform(({ start, end, ...shift }): VendorShift => ({
    ...shift,
    startMs: start?.ms ?? null,
    endMs: end?.ms ?? null,
    ...(start?.isDay || end?.isDay ? { wholeDays: true } : {}),
  })),
);

function vendorName(vendors: VendorMakers) {
  const known = namesOf(vendors);
  return v.pipe(
    v.string((issue) => `expected a vendor, got ${issue.received}`),
    v.check(
      (value) => known.includes(value as VendorName),
      (issue) =>
        `unknown vendor ${issue.received}; the vendors are ${known.join(", ")}`,
    ),
    v.transform((value) => value as VendorName),
  );
}

export function schedulesSchema(
  vendors: VendorMakers,
  added: v.ObjectEntries = {},
) {
  const schedule = record({
    id: v.pipe(
      text(),
      v.regex(/^[A-Za-z0-9_-]+$/, "must be letters, digits, _ and -"),
    ),
    name: text(),
    ...among(added),
    vendor: v.optional(vendorName(vendors), "pagerduty"),
    shifts: list(shiftSchema),
    raw: v.exactOptional(anyText),
    pagerduty: v.exactOptional(record({
      generation: v.exactOptional(v.picklist([2, 3], "must be 2 or 3")),
      policy: v.exactOptional(v.nullable(text())),
      direct: v.exactOptional(flag),
    })),
  });
  return list(v.pipe(schedule, withApp(added)));
}

const userGroupSchema = record({
  id: v.pipe(
    text(),
    v.regex(/^S[A-Za-z0-9_]+$/, "must look like a Slack id, such as SREL1"),
  ),
  name: text(),
  handle: v.optional(text()),
  members: list(text()),
});

/** Without `members`, everyone is in it. */
const channelSchema = v.pipe(
  record({
    id: v.pipe(
      text(),
      v.regex(/^[CG][A-Za-z0-9]+$/, "must look like a Slack id, such as CPAY"),
    ),
    name: text(),
    private: v.optional(flag, false),
    members: v.exactOptional(list(text())),
    app: v.optional(flag, false),
    archived: v.optional(flag, false),
    mentions: v.optional(flag, true),
    shared: v.optional(flag, false),
  }),
  v.transform(({ members, ...channel }): Channel => ({
    ...channel,
    members: members === undefined ? null : new Set(members),
  })),
);

export function scenarioSchema(
  vendors: VendorMakers,
  fields: ScenarioFields = {},
) {
  const added = fields.scenario ?? {};
  const scenario = record({
    now: instant,
    plan: v.optional(oneOf(["free", "paid"]), "paid"),
    ...among(added),
    people: list(personSchema(fields.person)),
    schedules: v.optional(schedulesSchema(vendors, fields.schedule), []),
    user_groups: v.optional(list(userGroupSchema), []),
    channels: v.optional(list(channelSchema), []),
  });
  return v.pipe(scenario, withApp(added));
}
