import type { WantContext } from "../../reconciler/part_wants.ts";
import { partNeedsRead } from "../../reconciler/plan_part.ts";
import type { PartName, PartValues } from "../../reconciler/claim.ts";
import type { PersonToken } from "../../slack/call.ts";
import { asFailure } from "../../slack/failure.ts";
import { contextOf, externalTokenOf } from "../state/person_context.ts";
import { noteFailures } from "./batch_failures.ts";
import type { BatchOutcome, PartSync } from "./part_sync.ts";

/** A read older than this is read again before the write (milliseconds). */
const READ_STAYS_FRESH = 5_000;

export interface Reading<N extends PartName> {
  value: PartValues[N];
  /** Unix seconds, and milliseconds to tell its age. */
  at: number;
  at_ms: number;
  /** The person's own, where it took that to read. */
  token: PersonToken | null;
}

export function isFresh<N extends PartName>(
  pass: PartSync<N>,
  reading: Reading<N>,
): boolean {
  return pass.execution.clock.now() - reading.at_ms <= READ_STAYS_FRESH;
}

/** Reads whoever must be read to decide; the others are answered `null`. */
export async function readAll<N extends PartName>(
  pass: PartSync<N>,
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
      execution.tokens.noteGone(person, asFailure(thrown, "reading"));
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
  const contexts = failures.map(([context]) => context);
  await noteFailures(pass, contexts, told, outcome);
  // In the order asked for, whatever the order of the answers.
  const arrived = people.filter((person) => readings.has(person));
  return new Map(arrived.map((person) => [person, readings.get(person)!]));
}

async function readOne<N extends PartName>(
  pass: PartSync<N>,
  context: WantContext,
): Promise<Reading<N>> {
  const { execution, access } = pass;
  const token = access.ownToken ? await tokenFor(pass, context) : null;
  const value = await access.read(execution, context.person.id, token);
  const at_ms = execution.clock.now();
  return { value, at: Math.floor(at_ms / 1000), at_ms, token };
}

/** @throws {SlackFailure} of kind `person` when nothing serves this part of theirs. */
export function tokenFor<N extends PartName>(
  { execution, access }: PartSync<N>,
  context: WantContext,
): Promise<PersonToken> {
  const external = externalTokenOf(context);
  return execution.tokens.of(context.person.id, external, access.plan.name);
}
