import * as v from "valibot";
import { outgoingDomains } from "./outgoing_domains.ts";
import type { Problem } from "./problem.ts";
import { StateSchema } from "./schema.ts";
import { SourceSchema } from "./source_schema.ts";
import type { ValidatedSource } from "./sources.ts";
import { literalText } from "./template.ts";
import type { StateConfig } from "./types.ts";

/** The platform lets an app reach no more domains than this. */
const OUTGOING_DOMAIN_LIMIT = 10;

type Named<T> = [key: string, value: T][];

/**
 * What no setting shows by itself: settings that contradict each other. Looks
 * at the states and sources that are sound, so that one mistake elsewhere does
 * not hide another here.
 */
export function contradictions(input: unknown): Problem[] {
  const { states, sources } = (input ?? {}) as Record<string, unknown>;
  const soundStates = sound(StateSchema, states) as Named<StateConfig>;
  const soundSources = sound(SourceSchema, sources) as Named<ValidatedSource>;
  const names = Object.keys(isObject(states) ? states : {});
  return [
    ...silencedOnCall(soundStates),
    ...samePriority(soundStates),
    ...sameText(soundStates),
    ...unknownStates(soundSources, names),
    ...sameIds(soundSources),
    ...takenIds(soundSources),
    ...otherCompanies(soundSources),
    ...tooManyDomains(outgoingDomains({
      sources: soundSources.map(([, source]) => source),
    })),
  ];
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function sound(schema: v.GenericSchema, values: unknown): Named<unknown> {
  if (!isObject(values)) return [];
  return Object.entries(values).flatMap(([name, value]) => {
    const parsed = v.safeParse(schema, value);
    return parsed.success ? [[name, parsed.output]] : [];
  });
}

function silencedOnCall(states: Named<StateConfig>): Problem[] {
  return states
    .filter(([name, { dnd }]) => name === "on_call" && dnd)
    .map(([name]) => ({
      path: ["states", name, "dnd"],
      message: "must stay off: whoever is on call is never silenced",
    }));
}

function samePriority(states: Named<StateConfig>): Problem[] {
  return repeated(states, ({ priority }) => String(priority))
    .map(([name, { priority }, first]) => ({
      path: ["states", name, "priority"],
      message: `${priority} is also the priority of "${first}"; ` +
        "one of them must win",
    }));
}

function sameText(states: Named<StateConfig>): Problem[] {
  const texts = states.flatMap(([name, { text, level_texts }]) => [
    { path: ["states", name, "text"], text, whose: `"${name}"` },
    ...Object.entries(level_texts ?? {}).map(([level, text]) => ({
      path: ["states", name, "level_texts", level],
      text,
      whose: `"${name}" from level ${level} on`,
    })),
  ]);
  const named = texts.map((each): [string, typeof each] => [each.whose, each]);
  return repeated(named, ({ text }) => literalText(text).toLowerCase())
    .map(([, { path, text }, first]) => ({
      path,
      message: `"${text}" looks like the text of ${first}; ` +
        "their words must differ",
    }));
}

function unknownStates(
  sources: Named<ValidatedSource>,
  states: string[],
): Problem[] {
  return sources
    .filter(([, { state }]) => !states.includes(state))
    .map(([index, { state }]) => ({
      path: ["sources", Number(index), "state"],
      message: `"${state}" is not among the states: ${states.join(", ")}`,
    }));
}

function sameIds(sources: Named<ValidatedSource>): Problem[] {
  return repeated(sources, ({ id }) => id)
    .map(([index, { id }, first]) => ({
      path: ["sources", Number(index), "id"],
      message: `"${id}" is also the id of sources[${first}]`,
    }));
}

/** The source of what people declare by a click has a name as well. */
function takenIds(sources: Named<ValidatedSource>): Problem[] {
  return sources
    .filter(([, { id }]) => id === "declared")
    .map(([index, { id }]) => ({
      path: ["sources", Number(index), "id"],
      message: `"${id}" stands for what people declare themselves; ` +
        "choose another",
    }));
}

/** Employees are known by their number, which every company gives anew. */
function otherCompanies(sources: Named<ValidatedSource>): Problem[] {
  const [first, ...others] = sources.flatMap(([index, source]) =>
    source.type === "bamboohr" ? [{ index, company: source.company }] : []
  );
  return others
    .filter(({ company }) =>
      company.toLowerCase() !== first!.company.toLowerCase()
    )
    .map(({ index, company }) => ({
      path: ["sources", Number(index), "company"],
      message: `"${company}" is another company than that of ` +
        `sources[${first!.index}], "${first!.company}"; BambooHR's numbers ` +
        "of employees would be taken for each other",
    }));
}

/** Reached by many sources only: each domain counts once. */
export function tooManyDomains(domains: string[]): Problem[] {
  if (domains.length <= OUTGOING_DOMAIN_LIMIT) return [];
  return [{
    path: ["sources"],
    message: `reach ${domains.length} domains and an app may reach ` +
      `${OUTGOING_DOMAIN_LIMIT}: ${domains.join(", ")}`,
  }];
}

/** Those whose key an earlier one has, each with the name of that one. */
function repeated<T>(
  values: Named<T>,
  keyOf: (value: T) => string,
): [name: string, value: T, first: string][] {
  const firsts = new Map<string, string>();
  const found: [string, T, string][] = [];
  for (const [name, value] of values) {
    const first = firsts.get(keyOf(value));
    if (first === undefined) firsts.set(keyOf(value), name);
    else found.push([name, value, first]);
  }
  return found;
}
