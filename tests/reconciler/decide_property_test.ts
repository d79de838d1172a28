import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  type ConflictPolicy,
  isInDoubt,
  type Part,
  type PartWant,
  type Phase,
} from "../../reconciler/part.ts";
import { decide } from "../../reconciler/decide.ts";
import { resolveDoubt } from "../../reconciler/doubt.ts";
import { needsRead } from "../../reconciler/decision_table.ts";
import { type Status, statusKind } from "../../reconciler/status.ts";

/** Few values and instants, so that they meet often. */
const status: fc.Arbitrary<Status> = fc.record({
  text: fc.constantFrom("", "a", "b"),
  emoji: fc.constantFrom("", ":a:", ":b:"),
  expiration: fc.constantFrom(0, 2000, 3000),
});

const read = fc.record({
  // Slack shows an empty status without an expiry.
  value: status.map((one) => isClear(one) ? { ...one, expiration: 0 } : one),
  at: fc.constantFrom(1000, 1999, 2000, 2999, 3000, 4000),
});

const part: fc.Arbitrary<Part<Status>> = fc.record({
  phase: fc.constantFrom<Phase>(
    "intent",
    "held",
    "restoring",
    "yielded",
    "skipped",
    "deferred",
  ),
  prior: status,
  before: status,
  wanted: status,
  applied: fc.option(status),
});

const want: fc.Arbitrary<PartWant<Status>> = fc.oneof(
  fc.record({
    kind: fc.constantFrom(
      "absent" as const,
      "paused" as const,
      "unknown" as const,
    ),
    reason: fc.constant("r"),
  }),
  fc.record({
    kind: fc.constant("present" as const),
    value: status,
    reason: fc.constant("r"),
    relation: fc.constantFrom(
      "same" as const,
      "renew" as const,
      "regrouped" as const,
      "changed" as const,
      "other_shift" as const,
    ),
  }),
);

const policy: fc.Arbitrary<ConflictPolicy> = fc.oneof(
  fc.constant<ConflictPolicy>({ action: "start" }),
  fc.record({
    action: fc.constantFrom(
      "skip" as const,
      "defer" as const,
      "noop" as const,
    ),
    reason: fc.constant("r"),
  }),
);

const situation = fc.record({
  part: fc.option(part),
  want,
  read,
  policy,
  retrySkipped: fc.boolean(),
  resume: fc.boolean(),
});

type Situation = typeof situation extends fc.Arbitrary<infer T> ? T : never;

/** Decides, and says about which value the person's answer was asked. */
function decided({ policy, ...view }: Situation) {
  const asked: Status[] = [];
  const decision = decide(statusKind, {
    ...view,
    resolveConflict: (current) => {
      asked.push(current);
      return policy;
    },
  });
  return { decision, asked };
}

function isClear({ text, emoji }: Status): boolean {
  return text + emoji === "";
}

function isExact(a: Status, b: Status | null): boolean {
  return b !== null && JSON.stringify(a) === JSON.stringify(b);
}

/** Everything about the part that says the value is the app's own work. */
function provesOurs(value: Status, { phase, wanted, applied }: Part<Status>) {
  if (isExact(value, applied)) return true;
  const unanswered = phase === "intent" || phase === "held" && applied === null;
  if (unanswered && isExact(value, wanted)) return true;
  return phase === "intent" && wanted.expiration > 0 &&
    value.expiration === wanted.expiration &&
    (value.text === wanted.text || value.emoji === wanted.emoji);
}

Deno.test("property: a human's value is never overwritten, unless they allowed it", () => {
  let written = 0;
  fc.assert(
    fc.property(situation, (one) => {
      const { decision, asked } = decided(one);
      if (!decision.write) return;
      written++;
      const { value } = one.read;
      const allowed = one.policy.action === "start" &&
        asked.some((each) => isExact(each, value));
      const ours = one.part !== null && provesOurs(value, one.part);
      assert(
        isClear(value) || allowed || ours,
        `${decision.action} wrote over ${JSON.stringify(value)}`,
      );
    }),
    { numRuns: 20_000 },
  );
  assert(written > 1000, `only ${written} writes were looked at`);
});

Deno.test("property: what the person cleared before it could run out stays clear, until another shift", () => {
  let seen = 0;
  fc.assert(
    fc.property(situation, ({ part, read, ...rest }) => {
      if (part?.phase !== "held" || part.applied === null) return;
      const { want } = rest;
      const other = want.kind === "present" && want.relation === "other_shift";
      if (other) return;
      const { expiration } = part.applied;
      const lasts = expiration === 0 || expiration > read.at;
      if (!isClear(read.value) || isClear(part.applied) || !lasts) return;
      seen++;
      const { decision } = decided({ part, read, ...rest });
      assertEquals(decision.write, null);
    }),
    { numRuns: 20_000 },
  );
  assert(seen > 100, `only ${seen} were looked at`);
});

Deno.test("property: a yielded or skipped part stays so for the same shift", () => {
  fc.assert(
    fc.property(situation, (one) => {
      const phase = one.part?.phase;
      const isLeft = phase === "yielded" && !one.resume ||
        phase === "skipped" && !one.retrySkipped;
      const { want } = one;
      const other = want.kind === "present" && want.relation === "other_shift";
      if (!isLeft || other) return;
      const { decision } = decided(one);
      assertEquals(decision.write, null);
      assertEquals(decision.part, want.kind === "absent" ? null : one.part);
    }),
    { numRuns: 5000 },
  );
});

Deno.test("property: a write is on record first, with what it replaces", () => {
  fc.assert(
    fc.property(situation, (one) => {
      const { decision } = decided(one);
      const { write, part, record } = decision;
      assertEquals(write !== null, part !== null && isInDoubt(part) && record);
      if (!write || !part) return;
      assertEquals(part.wanted, write.value);
      assertEquals([part.before, decision.before], [
        one.read.value,
        one.read.value,
      ]);
      if (decision.action === "start") {
        assertEquals([part.prior, part.applied], [one.read.value, null]);
      } else {
        assertEquals(part.prior, one.part?.prior);
      }
    }),
    { numRuns: 5000 },
  );
});

Deno.test("property: nothing is written while what is wanted is unknown or absent, except a restore", () => {
  fc.assert(
    fc.property(situation, (one) => {
      const { decision } = decided(one);
      if (one.want.kind === "unknown") assertEquals(decision.write, null);
      if (one.want.kind === "absent" && decision.write) {
        assertEquals(decision.action, "restore");
      }
      if (one.want.kind === "present" && decision.write) {
        assertEquals(decision.write.value, one.want.value);
      }
    }),
    { numRuns: 5000 },
  );
});

Deno.test("property: a decision that needs no read is the same without one", () => {
  fc.assert(
    fc.property(situation, (one) => {
      const { read: _read, policy, ...rest } = one;
      if (needsRead(rest)) return;
      const blind = decide(statusKind, {
        ...rest,
        read: null,
        resolveConflict: () => policy,
      });
      assertEquals(blind, decided(one).decision);
      assertEquals(blind.write, null);
    }),
    { numRuns: 5000 },
  );
});

Deno.test("property: a resolved doubt is no doubt any more, and keeps the prior", () => {
  const doubtful = part.filter(isInDoubt);
  fc.assert(
    fc.property(doubtful, read, (one, seen) => {
      const found = resolveDoubt(statusKind, one, seen);
      if (found.outcome === "theirs" || found.part === null) return;
      assertEquals(found.part.phase, "held");
      assertEquals(found.part.prior, one.prior);
      assertEquals(found.part.before, one.before);
    }),
    { numRuns: 5000 },
  );
});

Deno.test("property: a doubt is resolved by one of three values, or the part is theirs", () => {
  const doubtful = part.filter(isInDoubt);
  fc.assert(
    fc.property(doubtful, read, (one, { value, at }) => {
      const found = resolveDoubt(statusKind, one, { value, at });
      const lasting = (each: Status) =>
        each.expiration !== 0 && each.expiration <= at || isClear(each)
          ? ""
          : JSON.stringify(each);
      const current = isClear(value) ? "" : JSON.stringify(value);
      const known = [one.before, one.wanted].map(lasting).includes(current);
      const partly = one.phase === "intent" && provesOurs(value, {
        ...one,
        applied: one.wanted,
      });
      const reset = one.phase === "restoring" && current === "" &&
        lasting(one.applied ?? one.wanted) === "" &&
        !isClear(one.applied ?? one.wanted);
      if (!known && !partly && !reset) assertEquals(found.outcome, "theirs");
      if (current === lasting(one.before)) {
        assert(found.outcome !== "theirs", "as before is no edit");
      }
      if (found.outcome === "done" && found.part) {
        assert(
          !isClear(found.part.applied!) || isClear(one.wanted),
          "empty became ours",
        );
      }
    }),
    { numRuns: 20_000 },
  );
});
