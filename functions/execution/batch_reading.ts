import type { WantContext } from "../../reconciler/part_wants.ts";
import {
  type PartName,
  partNeedsRead,
  type PartValues,
} from "../../reconciler/plan_part.ts";
import type { PersonToken } from "../../slack/call.ts";
import { asFailure, type SlackFailure, waitOf } from "../../slack/failure.ts";
import { recordClaims } from "./batch_records.ts";
import { nowOf } from "./execution.ts";
import { contextOf } from "./observation.ts";
import { again, type BatchOutcome, type Pass } from "./pass_frame.ts";
import { leaving, resultOf } from "./step_result.ts";
import { strandedClaim } from "./stranded.ts";

/** A read older than this is read again before the write (milliseconds). */
const READ_STAYS_FRESH = 5_000;

export interface Reading<N extends PartName> {
  value: PartValues[N];
  /** Unix seconds, and milliseconds to tell its age. */
  at: number;
  at_ms: number;
  token: PersonToken;
}

export function isFresh<N extends PartName>(
  pass: Pass<N>,
  reading: Reading<N>,
): boolean {
  return pass.execution.clock.now() - reading.at_ms <= READ_STAYS_FRESH;
}

/** Tokens before reads: a person who cannot be written to is not read either. */
export async function readAll<N extends PartName>(
  pass: Pass<N>,
  people: string[],
  outcome: BatchOutcome,
): Promise<Map<string, Reading<N> | null>> {
  const { execution, observation, access, override } = pass;
  const readings = new Map<string, Reading<N> | null>();
  const failures: [WantContext, unknown][] = [];
  await Promise.all(people.map(async (person) => {
    if (observation.untouchable.has(person)) return;
    const context = contextOf(execution, observation, person, override);
    if (!partNeedsRead(access.plan, context)) {
      readings.set(person, null);
      return;
    }
    try {
      readings.set(person, await readOne(pass, context));
    } catch (thrown) {
      failures.push([context, thrown]);
    }
  }));
  const needed = failures.length +
    [...readings.values()].filter(Boolean).length;
  const told = failures.map(([, thrown]) => asFailure(thrown, "reading"));
  // What fails for one may concern that one; what fails for all concerns the app.
  const all = failures.length > 1 && failures.length === needed &&
    told.every((failure) => failure.kind === "everybody");
  if (all) outcome.stop = told[0]!.message;
  for (const [index, [context]] of failures.entries()) {
    await noteFailure(pass, context, told[index]!, outcome);
  }
  // In the order asked for, whatever the order of the answers.
  const arrived = people.filter((person) => readings.has(person));
  return new Map(arrived.map((person) => [person, readings.get(person)!]));
}

async function readOne<N extends PartName>(
  pass: Pass<N>,
  { person, claim, consent }: WantContext,
): Promise<Reading<N>> {
  const { execution, access } = pass;
  const externalToken = consent?.external_token_id ??
    claim?.external_token_id ?? null;
  const token = await execution.tokens.of(person.id, externalToken);
  const value = await access.read(execution, person.id, token);
  const at_ms = execution.clock.now();
  return { value, at: Math.floor(at_ms / 1000), at_ms, token };
}

/** A reading that failed: again after a 429, else this person's failure. */
async function noteFailure<N extends PartName>(
  pass: Pass<N>,
  context: WantContext,
  failure: SlackFailure,
  outcome: BatchOutcome,
): Promise<void> {
  const { execution, observation, access } = pass;
  const wait = waitOf(failure);
  if (wait !== null) {
    outcome.again.push(again(context.person.id, wait, failure.message));
    return;
  }
  const want = access.plan.want(context);
  const action = want.kind === "on" ? "start" : "restore";
  const decision = { ...leaving(want.reason), action } as const;
  outcome.results.push(
    resultOf(context, access.plan, decision, "failed", failure, null),
  );
  const stranded = strandedClaim(context, failure, nowOf(execution));
  if (stranded === undefined) return;
  await recordClaims(execution, observation, [{
    person: context.person.id,
    claim: stranded,
  }]);
}
