import type { ValidatedSource } from "../sources.ts";
import type { RosterIdentity } from "../port.ts";
import { type EventHead, paramOf, type Property, textOf } from "./event.ts";
import { excerpt, MalformedEvent } from "./errors.ts";

const EMAIL = /^[^\s@:/]+@[^\s@:/]+$/;
/** A longer text does not count as a name. */
const LONGEST_NAME = 200;

/**
 * The people of an event, each once. There are none if all attendees declined.
 *
 * @param settings Where the source says to look for them.
 * @throws {MalformedEvent} if the event names no person there.
 */
export function peopleOfEvent(
  event: EventHead,
  { who, everybody }: Pick<ValidatedSource<"ical">, "who" | "everybody">,
): RosterIdentity[] {
  if (everybody !== null) return once(everybody.map(memberOf));
  const all = (name: string) =>
    event.properties.filter((property) => property.name === name);
  if (who === "organizer") {
    const [organizer] = all("organizer");
    if (!organizer) throw new MalformedEvent("it has no organizer");
    return [personOf(organizer)];
  }
  if (who !== "summary") {
    const attendees = all("attendee").filter(isPerson);
    if (attendees.length > 0) {
      return once(attendees.filter(hasNotDeclined).map(personOf));
    }
    if (who === "attendees") throw new MalformedEvent("it has no attendees");
  }
  if (event.summary === "") {
    throw new MalformedEvent(
      who === "auto"
        ? "it has neither attendees nor a summary"
        : "it has no summary",
    );
  }
  return [named(event.summary)];
}

/** Rooms and resources are attendees, too. */
function isPerson(attendee: Property): boolean {
  const type = paramOf(attendee, "cutype")?.toUpperCase();
  return type !== "ROOM" && type !== "RESOURCE";
}

function hasNotDeclined(attendee: Property): boolean {
  return paramOf(attendee, "partstat")?.toUpperCase() !== "DECLINED";
}

/** Identified by an e-mail address in any of its fields, or else by name. */
function personOf(property: Property): RosterIdentity {
  const address = textOf(property).replace(/^mailto:/i, "").trim();
  const cn = paramOf(property, "cn");
  const found = [address, paramOf(property, "email"), cn]
    .map((text) => text?.replace(/^mailto:/i, "") ?? "")
    .find((text) => EMAIL.test(text) && text.length <= LONGEST_NAME);
  if (found !== undefined) return mailed(found, cn);
  return named(cn ?? address);
}

function mailed(address: string, cn: string | null): RosterIdentity {
  const email = address.toLowerCase();
  const name = excerpt(cn ?? address, LONGEST_NAME);
  return { key: `email:${email}`, email, name };
}

function named(text: string): RosterIdentity {
  const name = text.replace(/\s+/g, " ").trim();
  if (name === "" || name.length > LONGEST_NAME) {
    throw new MalformedEvent(
      `"${excerpt(text)}" is not a person's name: it is ` +
        (name === "" ? "empty" : `longer than ${LONGEST_NAME} characters`),
    );
  }
  return { key: `ical:${name}`, email: null, name };
}

/** A member in the configuration: a Slack id, a group's id, or an e-mail. */
function memberOf(text: string): RosterIdentity {
  if (text.includes("@")) return mailed(text, null);
  const known = { email: null, name: text };
  return text.startsWith("S")
    ? { key: `group:${text}`, ...known, group: text }
    : { key: `slack:${text}`, ...known, slackId: text };
}

function once(people: readonly RosterIdentity[]): RosterIdentity[] {
  return [...new Map(people.map((one) => [one.key, one])).values()];
}
