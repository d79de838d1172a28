import { assertEquals } from "@std/assert";
import type { Claim } from "../../reconciler/claim.ts";
import type { Consent } from "../../reconciler/consent.ts";
import type { Part, Phase } from "../../reconciler/part.ts";
import { nextCheck } from "../../reconciler/next_check.ts";
import { type Dnd, NO_DND } from "../../reconciler/dnd.ts";
import {
  claim,
  consent,
  DAY,
  END,
  HOUR,
  NOW,
  OURS,
  shift,
  statusPart,
} from "./samples.ts";

function dndPart(phase: Phase, until: number): Part<Dnd> {
  const value = { until_seconds: until, indefinite: false };
  const ours = phase === "held";
  return {
    phase,
    prior: ours ? NO_DND : value,
    before: NO_DND,
    wanted: value,
    applied: ours ? value : null,
  };
}

function leased(expiration: number, end: number | null): Claim {
  const applied = { ...OURS, expiration };
  return claim({ shift: shift({ end }), status: statusPart({ applied }) });
}

const CASES: [name: string, claim: Claim, at: number | null][] = [
  ["held until the end", claim(), null],
  [
    "no end: half a lease before it runs out",
    leased(NOW + DAY, null),
    NOW + DAY / 2,
  ],
  ["leased short of the end", leased(NOW + DAY, NOW + 2 * DAY), NOW + DAY / 2],
  [
    "yielded: no lease to renew",
    claim({
      shift: shift({ end: null }),
      status: statusPart({ phase: "yielded" }),
    }),
    null,
  ],
  ["in doubt: at once", claim({ status: statusPart({ phase: "intent" }) }), 0],
  ["a snooze in doubt: at once", claim({ dnd: dndPart("restoring", NOW) }), 0],
  [
    "snooze lease: an hour before it ends",
    claim({ dnd: dndPart("held", NOW + 2 * HOUR) }),
    NOW + HOUR,
  ],
  [
    "snooze lease up to a minute before the end",
    claim({ dnd: dndPart("held", END - 60) }),
    null,
  ],
  [
    "snooze lease short of that",
    claim({ dnd: dndPart("held", END - 61) }),
    END - 61 - HOUR,
  ],
  ["snooze lease of a shift without an end", {
    ...leased(NOW + 9 * DAY, null),
    dnd: dndPart("held", NOW + 2 * HOUR),
  }, NOW + HOUR],
  [
    "snooze beside a status they changed",
    claim({
      status: statusPart({ phase: "yielded" }),
      dnd: dndPart("held", NOW + 2 * HOUR),
    }),
    null,
  ],
  [
    "their own snooze: when it ends",
    claim({ dnd: dndPart("deferred", NOW + 9 * HOUR) }),
    NOW + 9 * HOUR,
  ],
  ["their own endless snooze", claim({ dnd: dndPart("skipped", 0) }), null],
  [
    "DND they changed",
    claim({ dnd: { ...dndPart("held", NOW + 2 * HOUR), phase: "yielded" } }),
    null,
  ],
];

Deno.test("when the next check is due", async (t) => {
  for (const [name, one, at] of CASES) {
    await t.step(name, () => assertEquals(nextCheck([one], new Map()).at, at));
  }
});

Deno.test("the nearest instant counts", () => {
  const claims = [
    leased(NOW + DAY, null),
    claim(),
    claim({ dnd: dndPart("held", NOW + 2 * HOUR) }),
  ];
  const nobody = { watch: [], ours: {} };
  assertEquals(nextCheck(claims, new Map()), { ...nobody, at: NOW + HOUR });
  assertEquals(nextCheck([], new Map()), { ...nobody, at: null });
});

Deno.test("deferred people, and those who chose resume, are watched", () => {
  const one = (person: string, phase: Phase) =>
    claim({ person, status: statusPart({ phase }) });
  const resume = consent({ after_manual_change: "resume" });
  const claims = [
    one("U6", "deferred"),
    one("U5", "yielded"),
    one("U4", "yielded"),
    one("U3", "yielded"),
    one("U2", "skipped"),
    one("U1", "held"),
    claim({ person: "U0", status: null, dnd: dndPart("deferred", END) }),
  ];
  const consents = new Map([
    ["U5", resume],
    ["U4", consent()],
    ["U2", resume],
    ["U1", resume],
  ]);
  const { watch, ours } = nextCheck(claims, consents);
  assertEquals(watch, ["U1", "U5", "U6"]);
  assertEquals(ours, { U1: statusPart({ phase: "held" }).applied! });
});

Deno.test("a suppressed shift that cannot come back is no reason to watch", () => {
  const suppressed = (phase: "yielded" | "put_back", state = "on_call") => ({
    shift: shift({ state }),
    phase,
  });
  const of = (
    person: string,
    suppressed: Claim["suppressed"],
    states: string[],
  ): [Claim, Consent] => [
    claim({ person, status: null, suppressed }),
    consent({ person, after_manual_change: "resume", states }),
  ];
  const all = [
    of("U1", [suppressed("yielded")], ["on_call"]),
    of("U2", [suppressed("yielded")], ["pto"]),
    of("U3", [suppressed("yielded"), suppressed("put_back")], ["on_call"]),
  ];
  const consents = new Map(
    all.map(([{ person }, consent]) => [person, consent]),
  );
  assertEquals(nextCheck(all.map(([claim]) => claim), consents).watch, ["U1"]);
});

Deno.test("what is ours is kept of 500 watched people at most", () => {
  const claims = Array.from(
    { length: 501 },
    (_, index) => claim({ person: `U${index}`, status: statusPart() }),
  );
  const resume = consent({ after_manual_change: "resume" });
  const consents = new Map(claims.map(({ person }) => [person, resume]));
  const { watch, ours } = nextCheck(claims, consents);
  assertEquals([watch.length, Object.keys(ours).length], [501, 500]);
});
