import * as v from "valibot";
import {
  addressOf,
  conflictOf,
  SourceSchema,
  type ValidatedSource,
} from "../rosters/sources.ts";
import { nearest, suggestion } from "../rosters/vendors/fields.ts";
import { outgoingDomains, tooManyDomains } from "./outgoing_domains.ts";
import type { Problem } from "./problem.ts";
import { type Config, StateSchema } from "./schema.ts";
import { literalText } from "./status_fields.ts";

type State = Config["states"][string];
type Named<T> = [key: string, value: T][];

/**
 * Finds settings that contradict each other. It looks at each valid state and
 * source by itself, so that a mistake elsewhere does not hide one here.
 *
 * @param input The configuration as an installer wrote it, valid or not.
 */
export function contradictions(input: unknown): Problem[] {
  const { states, sources } = (input ?? {}) as Record<string, unknown>;
  const validStates = valid(StateSchema, states);
  const validSources = valid(SourceSchema, sources);
  const names = Object.keys(isObject(states) ? states : {});
  const reachable = validSources.filter(hasAddress);
  return [
    ...silencedOnCall(validStates),
    ...duplicatePriorities(validStates),
    ...duplicateTexts(validStates),
    ...duplicateLabels(validStates),
    ...unknownStates(validSources, names),
    ...duplicateIds(validSources),
    ...reservedIds(validSources),
    ...vendorConflicts(validSources),
    ...withoutAddress(validSources),
    ...tooManyDomains(outgoingDomains({
      sources: reachable.map(([, source]) => source),
    })),
  ];
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function valid<S extends v.GenericSchema>(
  schema: S,
  values: unknown,
): Named<v.InferOutput<S>> {
  if (!isObject(values)) return [];
  return Object.entries(values).flatMap(([name, value]) => {
    const parsed = v.safeParse(schema, value);
    return parsed.success ? [[name, parsed.output] as const] : [];
  });
}

function silencedOnCall(states: Named<State>): Problem[] {
  const message = "must stay off: the app never silences a person on call";
  return states
    .filter(([name]) => name === "on_call")
    .flatMap(([name, state]) =>
      (["dnd", "away"] as const)
        .filter((setting) => state[setting])
        .map((setting) => ({ path: ["states", name, setting], message }))
    );
}

function duplicatePriorities(states: Named<State>): Problem[] {
  return repeated(states, ({ priority }) => String(priority))
    .map(([name, { priority }, first]) => ({
      path: ["states", name, "priority"],
      message: `${priority} is also the priority of "${first}"; ` +
        "one of them must win",
    }));
}

function duplicateTexts(states: Named<State>): Problem[] {
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

function duplicateLabels(states: Named<State>): Problem[] {
  return repeated(
    states.filter(([, { label }]) => label !== undefined),
    ({ label }) => label!.toLowerCase(),
  ).map(([name, { label }, first]) => ({
    path: ["states", name, "label"],
    message: `"${label}" is also the label of "${first}"`,
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
      message: `"${state}" is not among the states: ${states.join(", ")}` +
        suggestion(nearest(state, states)),
    }));
}

function duplicateIds(sources: Named<ValidatedSource>): Problem[] {
  return repeated(sources, ({ id }) => id)
    .map(([index, { id }, first]) => ({
      path: ["sources", Number(index), "id"],
      message: `"${id}" is also the id of sources[${first}]`,
    }));
}

/** The id `declared` is reserved for the shifts that people declare by a link. */
function reservedIds(sources: Named<ValidatedSource>): Problem[] {
  return sources
    .filter(([, { id }]) => id === "declared")
    .map(([index, { id }]) => ({
      path: ["sources", Number(index), "id"],
      message: `"${id}" stands for what people declare themselves; ` +
        "choose another",
    }));
}

function hasAddress([, source]: Named<ValidatedSource>[number]): boolean {
  return URL.canParse(addressOf(source));
}

/** Sources whose settings make an address that none can be. */
function withoutAddress(sources: Named<ValidatedSource>): Problem[] {
  return sources.filter((each) => !hasAddress(each))
    .map(([index, source]) => ({
      path: ["sources", Number(index)],
      message: `${addressOf(source)} is not an address`,
    }));
}

/** Sources that contradict the first source of the same kind. */
function vendorConflicts(sources: Named<ValidatedSource>): Problem[] {
  const firsts = new Map<string, Named<ValidatedSource>[number]>();
  return sources.flatMap(([index, source]) => {
    const first = firsts.get(source.type);
    if (first === undefined) {
      firsts.set(source.type, [index, source]);
      return [];
    }
    const found = conflictOf(source, first[1], `sources[${first[0]}]`);
    if (found === null) return [];
    const { setting, message } = found;
    return [{ path: ["sources", Number(index), setting], message }];
  });
}

/** The values whose key an earlier value has, with the name of that value. */
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
