import fc from "fast-check";
import { weighted, who, whole } from "./chance.ts";
import type { Failure, Trouble } from "./script.ts";
import { SCHEDULES, TEMPLATES } from "./setting.ts";

const METHODS = [
  "users.profile.set",
  "users.profile.set",
  "users.profile.set",
  "users.profile.get",
  "users.profile.get",
  "dnd.setSnooze",
  "dnd.endSnooze",
  "dnd.info",
  "users.setPresence",
  "users.getPresence",
  "apps.datastore.bulkPut",
  "apps.datastore.bulkPut",
  "apps.datastore.bulkGet",
  "apps.datastore.bulkDelete",
  "apps.datastore.query",
  "apps.auth.external.get",
  "users.lookupByEmail",
  "chat.postMessage",
  "workflows.triggers.create",
  "workflows.triggers.delete",
  "workflows.triggers.list",
  "usergroups.users.list",
];

const failure = fc.constantFrom<Failure>(
  { cut: "before" },
  { cut: "after" },
  { cut: "after" },
  { status: 500 },
  { status: 429, retry_after: 3 },
  { status: 429, retry_after: 15 },
  { status: 429, retry_after: 40 },
  { error: "internal_error" },
  { error: "fatal_error" },
);

const lasts = whole(1_000, 1_200_000);

const partial = fc.record({
  kind: fc.constant("fails" as const),
  method: fc.constantFrom(
    "apps.datastore.bulkPut",
    "apps.datastore.bulkGet",
    "apps.datastore.bulkDelete",
  ),
  who: fc.constant(null),
  failure: fc.constant({ error: "partial_failure" }),
  times: whole(1, 3),
  lasts,
});

/** Slack makes, lists or deletes no triggers for a while. */
const triggersOut = fc.record({
  kind: fc.constant("fails" as const),
  method: fc.constantFrom(
    "workflows.triggers.list",
    "workflows.triggers.create",
    "workflows.triggers.delete",
  ),
  who: fc.constant(null),
  failure,
  times: whole(1, 9),
  lasts,
});

/** Refusals of one person's call. */
const personal = fc.constantFrom(
  ["users.profile.set", "invalid_emoji_not_allowed"],
  ["users.profile.set", "profile_set_failed"],
  ["users.profile.get", "internal_error"],
  ["dnd.setSnooze", "snooze_failed"],
  ["apps.auth.external.get", "access_denied"],
  ["users.setPresence", "internal_error"],
).chain(([method, error]) =>
  fc.record({
    kind: fc.constant("fails" as const),
    method: fc.constant(method!),
    who,
    failure: fc.constant({ error: error! }),
    times: whole(1, 9),
    lasts,
  })
);

/** Everything that gets out of order. */
export const trouble = weighted<Trouble>(
  [
    4,
    fc.record({
      kind: fc.constant("stops an execution" as const),
      calls: whole(1, 40),
    }),
  ],
  [
    8,
    fc.record({
      kind: fc.constant("fails" as const),
      method: fc.constantFrom(...METHODS),
      who: fc.constant(null),
      failure,
      times: whole(1, 4),
      lasts,
    }),
  ],
  [
    2,
    fc.record({
      kind: fc.constant("cannot be read" as const),
      schedule: fc.nat(SCHEDULES.length - 1),
      failure: fc.constantFrom<Failure>(
        { status: 500 },
        { status: 401 },
        { status: 429 },
        { cut: "before" },
        { cut: "after" },
      ),
      times: weighted<number>([2, whole(1, 4)], [1, fc.constant(1000)]),
      lasts,
    }),
  ],
  [2, partial],
  [2, personal],
  [2, fc.record({ kind: fc.constant("revokes the token" as const), who })],
  [1, fc.record({ kind: fc.constant("loses the connection" as const), who })],
  [1, fc.record({ kind: fc.constant("gives the token back" as const), who })],
  [
    1,
    fc.record({ kind: fc.constant("deactivates" as const), who, lasts }),
  ],
  [
    1,
    fc.record({
      kind: fc.constant("changes the address" as const),
      who,
      lasts,
    }),
  ],
  [
    5,
    fc.record({
      kind: fc.constant("loses a schedule" as const),
      schedule: fc.nat(SCHEDULES.length - 1),
      lasts,
    }),
  ],
  [1, fc.record({ kind: fc.constant("renames" as const), who })],
  [
    2,
    fc.record({
      kind: fc.constant("spoils the claim" as const),
      who,
      // Until somebody deploys the newer version again.
      lasts: whole(1_000, 7_200_000),
    }),
  ],
  [2, triggersOut],
  [
    1,
    fc.record({
      kind: fc.constant("changes the templates" as const),
      templates: fc.nat(TEMPLATES.length - 1),
    }),
  ],
);
