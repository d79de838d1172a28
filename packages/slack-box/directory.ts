import type { WorkspacePerson } from "./state.ts";

type People = ReadonlyMap<string, WorkspacePerson>;

interface Directory {
  /** In the order of `people`, each with the address at the time. */
  listed: { person: WorkspacePerson; email: string }[];
  /** By lower-case address. */
  byEmail: Map<string, WorkspacePerson[]>;
}

/**
 * The directory of the last look-up: look-ups are frequent, changes are rare.
 */
const directories = new WeakMap<People, Directory>();

/**
 * People who have this e-mail address at the moment, upper and lower case
 * alike. Deactivated accounts keep their address.
 */
export function peopleWithEmail(
  people: People,
  email: string,
): readonly WorkspacePerson[] {
  const wanted = email.toLowerCase();
  const last = directories.get(people);
  const found = last?.byEmail.get(wanted) ?? [];
  if (isOneStill(found, wanted, people)) return found;
  if (last !== undefined && isCurrent(last, people)) return found;
  const directory = directoryOf(people);
  directories.set(people, directory);
  return directory.byEmail.get(wanted) ?? [];
}

/** Two active accounts never share an address, so one match is enough. */
function isOneStill(
  [person, ...others]: WorkspacePerson[],
  email: string,
  people: People,
): boolean {
  return person !== undefined && others.length === 0 && !person.deleted &&
    person.email.toLowerCase() === email && people.get(person.id) === person;
}

function directoryOf(people: People): Directory {
  const directory: Directory = { listed: [], byEmail: new Map() };
  for (const person of people.values()) {
    const { email } = person;
    directory.listed.push({ person, email });
    const same = directory.byEmail.get(email.toLowerCase());
    if (same === undefined) {
      directory.byEmail.set(email.toLowerCase(), [person]);
    } else same.push(person);
  }
  return directory;
}

/** Whether no person was added, removed or given another address since. */
function isCurrent({ listed }: Directory, people: People): boolean {
  if (listed.length !== people.size) return false;
  let index = 0;
  for (const person of people.values()) {
    const known = listed[index++]!;
    if (known.person !== person || known.email !== person.email) return false;
  }
  return true;
}
