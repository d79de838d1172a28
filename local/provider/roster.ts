import { peopleWithEmail } from "../directory.ts";
import type { WorkspacePerson } from "../state.ts";

/** A shift as the scenario gives it; `null`: permanent, on that side. */
export interface ProviderShift {
  email: string;
  /** Unix milliseconds. */
  start: number | null;
  /** Unix milliseconds; it may lie before the start, as bad data does. */
  end: number | null;
  /** Escalation level, 1 being called first. */
  level: number;
}

export interface ProviderSchedule {
  id: string;
  name: string;
  /** The state the app gives to whoever is on this schedule. */
  state: string;
  shifts: ProviderShift[];
}

export interface ProviderUser {
  id: string;
  name: string;
  email: string;
  time_zone: string;
}

/** The roster a provider serves: schedules, and the people on them. */
export class Roster {
  schedules: ProviderSchedule[];
  #people: Map<string, WorkspacePerson>;
  /** Answers of `userOf`, by e-mail: rosters are read again and again. */
  #users = new Map<string, ProviderUser>();

  constructor(
    schedules: ProviderSchedule[],
    people: Map<string, WorkspacePerson>,
  ) {
    this.schedules = schedules;
    this.#people = people;
  }

  /** Everybody on any schedule, by e-mail. */
  users(): ProviderUser[] {
    const emails = this.schedules.flatMap((schedule) =>
      schedule.shifts.map((shift) => shift.email)
    );
    return [...new Set(emails)].sort().map((email) => this.userOf(email));
  }

  userOf(email: string): ProviderUser {
    const known = this.#users.get(email);
    if (known) return known;
    const user = this.#derive(email);
    this.#users.set(email, user);
    return user;
  }

  #derive(email: string): ProviderUser {
    const [person] = peopleWithEmail(this.#people, email);
    return {
      id: providerId("P", email.toLowerCase()),
      name: person?.name ?? email.split("@")[0]!,
      email,
      time_zone: person?.tz ?? "UTC",
    };
  }
}

/** A stable id in the provider's style (FNV-1a of `text`). */
export function providerId(prefix: string, text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  const digits = hash.toString(36).toUpperCase().padStart(13, "0");
  return prefix + digits.slice(-9);
}
