import type { Item } from "../recording.ts";
import { idOf, NAMES } from "../script.ts";
import type { Truth } from "./truth.ts";

/** Whether the person has a token of their own that the app may use. */
export function hasOwnToken(
  { recording }: Truth,
  person: string,
  consent: Item,
): boolean {
  if (consent.external_token_id) return true;
  const who = NAMES.findIndex((_, index) => idOf(index) === person);
  const known = recording.script.people[who];
  return known?.answers !== null && known?.path === "env";
}

/** Whether anything at all serves the person: a token of their own, or an admin's. */
export function hasToken(
  truth: Truth,
  person: string,
  consent: Item,
): boolean {
  return hasOwnToken(truth, person, consent) || truth.recording.script.admin;
}
