import type { ValidatedSource } from "../sources.ts";
import type { RosterIdentity } from "../port.ts";
import { paramOf, type Property, textOf } from "./content_line.ts";
import type { EventHead } from "./event.ts";
import { excerpt, MalformedEvent } from "./errors.ts";

const EMAIL = /^[^\s@:/]+@[^\s@:/]+$/;
/** A longer text does not count as a name. */
const LONGEST_NAME = 200;

/** The people of an event, each once. */
export interface EventPeople {
  people: RosterIdentity[];
  /** Why it may also be about others, if lines with people cannot be read. */
  others: string | null;
}

/**
 * The people of an event. There are none if all attendees declined.
 *
 * @param settings Where the source says to look for them.
 * @throws {MalformedEvent} if the event names no person there.
 */
export function peopleOfEvent(
  event: EventHead,
  { who, everybody }: Pick<ValidatedSource<"ical">, "who" | "everybody">,
): EventPeople {
  if (everybody !== null) {
    return { people: once(everybody.map(memberOf)), others: null };
  }
  const all = (name: string) =>
    event.properties.filter((property) => property.name === name);
  if (who === "organizer") {
    const [organizer] = all("organizer").filter(saysSomething);
    if (!organizer) throw new MalformedEvent("it has no organizer");
    return peopleOf([organizer]);
  }
  if (who !== "summary") {
    const attendees = all("attendee").filter(saysSomething).filter(isPerson);
    if (attendees.length > 0) {
      return peopleOf(attendees.filter(hasNotDeclined));
    }
    if (who === "attendees") throw new MalformedEvent("it has no attendees");
  }
  if (event.summary !== "") {
    return { people: namedIn(event.summary), others: null };
  }
  const [torn] = all("summary").filter(({ damaged }) => damaged !== null);
  if (torn) return { people: [], others: unreadableLine(torn) };
  throw new MalformedEvent(
    who === "auto"
      ? "it has neither attendees nor a summary"
      : "it has no summary",
  );
}

/** Some programs write a line without a person. */
function saysSomething(property: Property): boolean {
  return property.damaged !== null || property.value !== "" ||
    paramOf(property, "cn") !== null || paramOf(property, "email") !== null;
}

function peopleOf(properties: readonly Property[]): EventPeople {
  const people: RosterIdentity[] = [];
  let others: string | null = null;
  for (const property of properties) {
    try {
      // The name alone would be another identity than the address that was lost.
      const isLost = property.damaged !== null && property.value === "";
      if (isLost) others ??= unreadableLine(property);
      else people.push(personOf(property));
    } catch (error) {
      if (!(error instanceof MalformedEvent)) throw error;
      others ??= error.message;
    }
  }
  return { people: once(people), others };
}

/** Without what is in quotes: a comment is not for the report. */
function unreadableLine({ damaged }: Property): string {
  const [line = ""] = (damaged ?? "").split('"');
  return `its line "${excerpt(line)}" does not tell who it is`;
}

/**
 * The people of a summary: those whose addresses it holds, if it holds nothing
 * else or only one, or else the person whom all of it names.
 */
function namedIn(summary: string): RosterIdentity[] {
  const words = summary.split(/[\s,;<>()]+/).filter((word) => word !== "");
  const addresses = words.map((word) => word.replace(/^mailto:/i, ""))
    .filter((word) => EMAIL.test(word) && word.length <= LONGEST_NAME);
  if (addresses.length === 1 || addresses.length === words.length) {
    return once(addresses.map((address) => mailed(address, null)));
  }
  return [named(summary)];
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
  const [, bracketed = ""] = /<([^<>\s]+)>/.exec(address) ?? [];
  const found = [address, bracketed, paramOf(property, "email"), cn]
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
