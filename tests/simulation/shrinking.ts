import fc from "fast-check";
import type { PersonScript, Script } from "./script.ts";

/** The size of the pieces of a history that are left out next. */
type Pieces = number | undefined;

/**
 * Shrinks a history by leaving out ever smaller pieces of what happens, then
 * shifts, then what its people do not need.
 */
class ShrinkingScript extends fc.Arbitrary<Script> {
  readonly #raw: fc.Arbitrary<Script>;

  constructor(raw: fc.Arbitrary<Script>) {
    super();
    this.#raw = raw;
  }

  override generate(
    random: fc.Random,
    bias: number | undefined,
  ): fc.Value<Script> {
    return new fc.Value(this.#raw.generate(random, bias).value, undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is Script {
    return typeof value === "object" && value !== null && "steps" in value;
  }

  override shrink(
    script: Script,
    pieces: unknown,
  ): fc.Stream<fc.Value<Script>> {
    return new fc.Stream(candidates(script, pieces as Pieces));
  }
}

/** The same histories, shrunk as histories. */
export function smaller(raw: fc.Arbitrary<Script>): fc.Arbitrary<Script> {
  return new ShrinkingScript(raw);
}

function* candidates(
  script: Script,
  pieces: Pieces,
): IterableIterator<fc.Value<Script>> {
  const { length } = script.steps;
  let size = Math.min(pieces ?? Math.ceil(length / 2), length);
  for (; size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < length; from += size) {
      const steps = script.steps.toSpliced(from, size);
      yield new fc.Value({ ...script, steps }, size);
    }
  }
  for (const smaller of simpler(script)) {
    yield new fc.Value(smaller, 1);
  }
}

function* simpler(script: Script): IterableIterator<Script> {
  for (let index = 0; index < script.shifts.length; index++) {
    yield { ...script, shifts: script.shifts.toSpliced(index, 1) };
  }
  if (script.stale) yield { ...script, stale: false };
  if (script.admin) yield { ...script, admin: false };
  if (script.rates === "documented") yield { ...script, rates: "none" };
  for (const [index, person] of script.people.entries()) {
    for (const plainer of plainerPeople(person)) {
      yield { ...script, people: script.people.with(index, plainer) };
    }
  }
}

function* plainerPeople(person: PersonScript): IterableIterator<PersonScript> {
  if (person.answers) yield { ...person, answers: null };
  if (person.own) yield { ...person, own: null };
  if (person.snooze > 0) yield { ...person, snooze: 0 };
  if (person.away) yield { ...person, away: false };
  if (person.path !== "own") yield { ...person, path: "own" };
  if (person.answers?.dnd) {
    yield { ...person, answers: { ...person.answers, dnd: false } };
  }
  if (person.answers?.presence) {
    yield { ...person, answers: { ...person.answers, presence: false } };
  }
}
