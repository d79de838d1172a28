import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Claim } from "../../reconciler/claim.ts";
import { afterWrite } from "../../reconciler/decide.ts";
import {
  claimWith,
  partNeedsRead,
  planPart,
  statusPlan,
  withPart,
} from "../../reconciler/plan_part.ts";
import type { Shift } from "../../reconciler/shift.ts";
import { EMPTY_STATUS, type Status } from "../../reconciler/status.ts";
import {
  ALL_READ,
  consent,
  contextIn,
  DAY,
  HOUR,
  MINUTE,
  NOW,
  shift,
  SOURCE_UNREADABLE,
} from "./samples.ts";

/** One person's profile as Slack keeps it: it clears what expires. */
class Profile {
  constructor(public shown: Status) {}

  at(now: number): Status {
    const { expiration } = this.shown;
    if (expiration !== 0 && expiration <= now) this.shown = EMPTY_STATUS;
    return this.shown;
  }

  /** Slack may give an emoji another of its names. */
  set(status: Status): Status {
    const emoji = status.emoji === ":pager:" ? ":beeper:" : status.emoji;
    this.shown = { ...status, emoji };
    return this.shown;
  }
}

/** One poll: what is on the roster then, and where it crashes, if it does. */
interface Poll {
  wait: number;
  shifts: Shift[];
  blind: boolean;
  crash: "no" | "before the write" | "after the write";
}

/** Reads, records, writes and confirms, in the order that is laid down. */
function poll(
  profile: Profile,
  claim: Claim | null,
  now: number,
  { shifts, blind, crash }: Omit<Poll, "wait">,
  given = consent({ on_own_status: "replace" }),
): Claim | null {
  const blindness = blind ? SOURCE_UNREADABLE : ALL_READ;
  const context = contextIn({ claim, shifts, blindness, now, consent: given });
  const read = partNeedsRead(statusPlan, context)
    ? { value: profile.at(now), at: now }
    : null;
  const decision = planPart(statusPlan, context, read);
  if (!decision.record) return claim;
  const recorded = claimWith(context, "status", decision, "Fx1", now);
  if (!decision.write || crash === "before the write") return recorded;
  const returned = profile.set(decision.write.value);
  if (crash === "after the write") return recorded;
  return withPart(
    context,
    recorded!,
    "status",
    afterWrite(decision.part!, returned),
  );
}

const window = { start: NOW - HOUR, end: NOW + 10 * DAY };
const ROSTERS: Shift[][] = [
  [],
  [shift(window)],
  [shift({ ...window, end: null })],
  [shift({ ...window, label: "Search" })],
  [shift({ ...window, state: "pto" })],
  [shift({ ...window, end: NOW + DAY })],
];

const polls: fc.Arbitrary<Poll[]> = fc.array(
  fc.record({
    wait: fc.constantFrom(MINUTE, 15 * MINUTE, 13 * HOUR, 25 * HOUR),
    shifts: fc.constantFrom(...ROSTERS),
    blind: fc.boolean(),
    crash: fc.constantFrom(
      "no" as const,
      "before the write" as const,
      "after the write" as const,
    ),
  }),
  { maxLength: 12 },
);

const AT_REST = { shifts: [], blind: false, crash: "no" as const };

function ended(
  profile: Profile,
  claim: Claim | null,
  now: number,
): Claim | null {
  let left = claim;
  for (let i = 0; i < 3; i++) left = poll(profile, left, now, AT_REST);
  return left;
}

const prior: fc.Arbitrary<Status> = fc.oneof(
  fc.constant(EMPTY_STATUS),
  fc.record({
    text: fc.constantFrom("Lunch", ""),
    emoji: fc.constant(":sandwich:"),
    expiration: fc.constantFrom(0, NOW + HOUR, NOW + DAY, NOW + 3 * DAY),
  }),
);

Deno.test("property: the end restores what was there, after any history", () => {
  fc.assert(
    fc.property(prior, polls, (own, list) => {
      const profile = new Profile(own);
      let claim: Claim | null = null;
      let now = NOW;
      for (const one of list) {
        now += one.wait;
        profile.at(now);
        claim = poll(profile, claim, now, one);
      }
      assertEquals(ended(profile, claim, now), null);
      const { expiration } = own;
      const passed = expiration !== 0 && expiration <= now;
      const nearly = !passed && expiration !== 0 && expiration - now < MINUTE;
      const shown = profile.at(now);
      if (!nearly) assertEquals(shown, passed ? EMPTY_STATUS : own);
    }),
    { numRuns: 500 },
  );
});

Deno.test("property: what the person sets stays, through crashes and shifts", () => {
  const mine: Status = { text: "Mine", emoji: ":star:", expiration: 0 };
  const answers = fc.record({
    on_own_status: fc.constantFrom("skip" as const, "defer" as const),
    after_manual_change: fc.constantFrom("yield" as const, "resume" as const),
  });
  fc.assert(
    fc.property(polls, polls, answers, (before, after, given) => {
      const profile = new Profile(EMPTY_STATUS);
      let claim: Claim | null = null;
      let now = NOW;
      for (const one of before) {
        now += one.wait;
        profile.at(now);
        claim = poll(profile, claim, now, one, consent(given));
      }
      profile.set(mine);
      for (const one of after) {
        now += one.wait;
        claim = poll(profile, claim, now, one, consent(given));
        assertEquals(profile.at(now), mine);
      }
      ended(profile, claim, now);
      assertEquals(profile.at(now), mine);
    }),
    { numRuns: 300 },
  );
});

Deno.test("property: a poll that finds nothing new writes nothing", () => {
  const one = fc.record({
    shifts: fc.constantFrom(...ROSTERS),
    blind: fc.constant(false),
    crash: fc.constant("no" as const),
  });
  fc.assert(fc.property(prior, one, (own, state) => {
    const profile = new Profile(own);
    const claim = poll(profile, null, NOW, state);
    const shown = profile.shown;
    const again = poll(profile, claim, NOW + MINUTE, state);
    assertEquals(again, claim);
    assert(profile.shown === shown, "written again");
  }));
});
