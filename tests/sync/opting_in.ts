/** People who opt in, for tests. */
import { at, person, scenario, schedule, shift } from "./day.ts";
import type { Item, Session } from "./session.ts";

export const LUNCH = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };

/** What people choose on the form, as it is stored. */
export const CHOICES = {
  states: ["pto", "focus"],
  on_own_status: "replace",
  after_manual_change: "resume",
  dnd: true,
  presence: true,
  notices: true,
  workflow_presence: true,
};

export const FIRST = {
  states: ["on_call"],
  on_own_status: "defer",
  after_manual_change: "yield",
  dnd: false,
  presence: false,
  notices: false,
  workflow_presence: false,
};

export async function consentOf(session: Session, id = "UANN"): Promise<Item> {
  const items = await session.items("consents");
  return items.find((item) => item.person === id)!;
}

export async function choicesOf(session: Session): Promise<Item> {
  const consent = await consentOf(session);
  return Object.fromEntries(
    Object.keys(FIRST).map((field) => [field, consent[field]]),
  );
}

export function optIn(session: Session, form?: Item) {
  return session.trip("Opt in", { user: "UANN", ...(form ? { form } : {}) });
}

export async function lastMessage(session: Session): Promise<string> {
  return (await session.messages("UANN")).at(-1) ?? "";
}

export function leave(choices: Item = CHOICES) {
  const ann = person("ann", { status: LUNCH, consent: choices });
  return scenario([ann], [
    schedule("pto", shift("ann", at("09:00"), at("17:00"))),
  ]);
}
