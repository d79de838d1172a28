import { paramOf, type Property, propertyOf, textOf } from "./content_line.ts";
import { nameOfEvent } from "./errors.ts";
import type { Component } from "./scan.ts";

/** The fields that identify an event and its version. */
export interface EventHead {
  component: Component;
  /** `""` if it has none. */
  uid: string;
  /** The instance of that UID's event that it replaces, as written. */
  instance: string | null;
  /** Whether it also replaces all later instances (`RANGE=THISANDFUTURE`). */
  andLater: boolean;
  sequence: number;
  /** Its name in errors. */
  name: string;
  summary: string;
  properties: Property[];
}

/**
 * Parses an event's lines. It does not throw for a malformed line: what needs that
 * line does, when the event has a name for the error.
 */
export function headOf(component: Component): EventHead {
  const properties = component.lines.map(propertyOf);
  const of = (name: string) =>
    properties.find((each) => each.name === name && each.value !== "");
  const uid = textOf(of("uid"));
  const summary = textOf(of("summary"));
  const name = nameOfEvent({ uid, summary, line: component.line });
  const sequence = Number(of("sequence")?.value ?? 0);
  const replaced = of("recurrence-id");
  const range = replaced && paramOf(replaced, "range");
  return {
    component,
    uid,
    instance: replaced?.value ?? null,
    andLater: range?.toUpperCase() === "THISANDFUTURE",
    sequence: Number.isFinite(sequence) ? sequence : 0,
    name,
    summary,
    properties,
  };
}

/**
 * Before the title of an event that was cancelled, as Outlook, Google and Notes
 * write it in some languages.
 */
const CANCELLED_TITLE =
  /^\s*\[?(cancell?ed|abgesagt|storniert|annulée?|geannuleerd|cancelad[oa]|annullat[oa]|inställt|aflyst|avlyst|peruutettu|odwołane|zrušeno)( event)?( with note)?\]?\s*[:\]]/iu;

/**
 * Whether an event was cancelled, in any of the ways of calendar programs: by its
 * status, by its calendar's method, by Notes' type of notice, or by a title such as
 * "Canceled: …" of an event that is shown as free.
 */
export function isCancelled(head: EventHead): boolean {
  const value = (name: string) =>
    textOf(head.properties.find((each) => each.name === name)).toUpperCase();
  if (value("status").startsWith("CANCEL")) return true;
  if (head.component.cancelled || value("x-lotus-noticetype") === "C") {
    return true;
  }
  const isFree = value("transp") === "TRANSPARENT" ||
    value(OUTLOOK_STATUS) === "FREE";
  return isFree && CANCELLED_TITLE.test(head.summary);
}

const OUTLOOK_STATUS = "x-microsoft-cdo-busystatus";

/** Whether Outlook shows it as "out of office". */
export function isOutOfOffice({ properties }: EventHead): boolean {
  const status = properties.find(({ name }) => name === OUTLOOK_STATUS);
  return textOf(status).toUpperCase() === "OOF";
}

/** The line by which events are chosen, if it cannot be read; otherwise `null`. */
export function tornChoice(
  { summary, properties }: EventHead,
  by: "summary" | "out of office",
): string | null {
  if (by === "summary" && summary !== "") return null;
  const chooser = by === "summary" ? "summary" : OUTLOOK_STATUS;
  return properties.find(({ name }) => name === chooser)?.damaged ?? null;
}

/** The events of one UID, in their latest versions. */
export interface Series {
  /** The events themselves: one, unless a feed gives several the same UID. */
  events: EventHead[];
  /** Instances that were changed or cancelled, one by one or with all later ones. */
  changed: EventHead[];
}

/**
 * Groups events by UID and keeps their latest versions, by `SEQUENCE`. Two with
 * the same `SEQUENCE` count as two events: some programs give all events the
 * same UID, and none of them may be lost.
 */
export function seriesOf(heads: readonly EventHead[]): Series[] {
  const latest = new Map<string, number>();
  for (const head of heads) {
    const key = versionKey(head);
    latest.set(key, Math.max(latest.get(key) ?? -Infinity, head.sequence));
  }
  const series = new Map<string, Series>();
  for (const head of heads) {
    if (head.sequence < latest.get(versionKey(head))!) continue;
    // An event without a UID belongs to no other.
    const key = head.uid === "" ? `line ${head.component.line}` : head.uid;
    const one = series.get(key) ?? { events: [], changed: [] };
    series.set(key, one);
    (head.instance === null ? one.events : one.changed).push(head);
  }
  return [...series.values()];
}

function versionKey({ uid, instance, andLater, component }: EventHead): string {
  const id = uid === "" ? component.line : uid;
  return JSON.stringify([id, instance, andLater]);
}
