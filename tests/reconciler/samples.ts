import type { Claim } from "../../reconciler/claim.ts";
import type { Part } from "../../reconciler/part.ts";
import type { Consent } from "../../reconciler/consent.ts";
import { onCallFrom } from "../../reconciler/on_call.ts";
import type { WantContext } from "../../reconciler/part_wants.ts";
import type { Person, RosterSnapshot, Shift } from "../../reconciler/shift.ts";
import type { StateRules } from "../../reconciler/state_rule.ts";
import { EMPTY_STATUS, type Status } from "../../reconciler/status.ts";
import { wantedFor } from "../../reconciler/wanted.ts";

/** Unix seconds of an instant in UTC: `instant("2026-03-10T10:00")`. */
export function instant(utc: string): number {
  return Date.parse(`${utc}Z`) / 1000;
}

export const MINUTE = 60;
export const HOUR = 3600;
export const DAY = 86_400;

/** A Tuesday, an hour into the sample shift, which ends at 17:00. */
export const NOW = instant("2026-03-10T10:00");
export const END = instant("2026-03-10T17:00");

/** Until when Slack shows a status whose shift ends alone at `END`. */
export const ENDS_WITH_GRACE = END + 21 * MINUTE;

export const RULES: StateRules = {
  on_call: {
    text: "On call for {label} until {until}",
    emoji: ":pager:",
    priority: 40,
    dnd: false,
    away: false,
    expiry: "shift_end",
  },
  pto: {
    text: "On leave until {until}",
    emoji: ":palm_tree:",
    priority: 30,
    dnd: true,
    away: true,
    expiry: "shift_end",
  },
  deploy_freeze: {
    text: "Deploy freeze until {until}",
    emoji: ":snowflake:",
    priority: 20,
    dnd: false,
    away: false,
    expiry: "lease",
  },
  focus: {
    text: "Focus time until {until}",
    emoji: ":headphones:",
    priority: 10,
    dnd: true,
    away: false,
    expiry: "shift_end",
  },
};

export const ALICE: Person = {
  id: "UALICE",
  name: "Alice",
  time_zone: "Europe/London",
};

export function shift(changes: Partial<Shift> = {}): Shift {
  return {
    person: ALICE.id,
    state: "on_call",
    start: instant("2026-03-10T09:00"),
    end: END,
    source: "pd",
    schedule: "PS1",
    identity: "email:alice@example.com",
    label: "Payments",
    level: 1,
    ...changes,
  };
}

export function consent(changes: Partial<Consent> = {}): Consent {
  return {
    person: ALICE.id,
    states: Object.keys(RULES),
    on_own_status: "defer",
    after_manual_change: "yield",
    dnd: true,
    presence: true,
    external_token_id: "Et1",
    recorded_at: 1,
    withdrawn_at: null,
    ...changes,
  };
}

/** What we set for the sample shift. */
export const OURS: Status = {
  text: "On call for Payments until 17:00",
  emoji: ":pager:",
  expiration: ENDS_WITH_GRACE,
};

/** What we set for the same hours of leave. */
export const OUR_LEAVE: Status = {
  text: "On leave until 17:00",
  emoji: ":palm_tree:",
  expiration: ENDS_WITH_GRACE,
};

/** A person's own, without an end. */
export const LUNCH: Status = {
  text: "Lunch",
  emoji: ":sandwich:",
  expiration: 0,
};

/** A part that is ours and was clear before, changed as given. */
export function statusPart(changes: Partial<Part<Status>> = {}): Part<Status> {
  const part: Part<Status> = {
    phase: "held",
    prior: EMPTY_STATUS,
    before: EMPTY_STATUS,
    wanted: OURS,
    applied: OURS,
    ...changes,
  };
  return part;
}

export function claim(changes: Partial<Claim> = {}): Claim {
  return {
    person: ALICE.id,
    name: ALICE.name,
    time_zone: ALICE.time_zone,
    shift: shift(),
    rendered_at: NOW,
    override: null,
    status: statusPart(),
    dnd: null,
    presence: null,
    suppressed: [],
    external_token_id: "Et1",
    orphaned_at: null,
    written_by: "Fx1",
    written_at: NOW,
    ...changes,
  };
}

export type Blindness = Pick<RosterSnapshot, "unreadable" | "unmapped">;

export const ALL_READ: Blindness = { unreadable: [], unmapped: [] };

export const SOURCE_UNREADABLE: Blindness = {
  unreadable: [{ source: "pd", schedule: null, reason: "HTTP 500" }],
  unmapped: [],
};

/** A source that no sample shift comes from. */
export const OTHER_UNREADABLE: Blindness = {
  unreadable: [{ source: "hr", schedule: null, reason: "HTTP 500" }],
  unmapped: [],
};

/** Somebody's look-up failed this time. */
export function unmapped(identity: string): Blindness {
  const reason = "rate limited";
  const one = { identity, name: "A", source: "pd", reason, transient: true };
  return { unreadable: [], unmapped: [one] };
}

/** What is on the rosters and on record for Alice. */
export interface World {
  claim?: Claim | null;
  consent?: Consent | null;
  shifts?: Shift[];
  blindness?: Blindness;
  override?: WantContext["override"];
  person?: Person;
  now?: number;
}

/** What is decided from: by default one shift, consented, and no claim. */
export function contextIn(world: World): WantContext {
  const now = world.now ?? NOW;
  const held = world.claim ?? null;
  const given = world.consent === undefined ? consent() : world.consent;
  const wanted = wantedFor(
    world.shifts ?? [shift()],
    given,
    held,
    world.blindness ?? ALL_READ,
    RULES,
    now,
  );
  return {
    person: world.person ?? ALICE,
    claim: held,
    consent: given,
    wanted,
    onCallFrom: onCallFrom(world.shifts ?? [shift()], now),
    rules: RULES,
    override: world.override ?? null,
    endingTogether: 1,
    graceSeconds: 20 * MINUTE,
    now,
  };
}
