import type { WorkspacePerson } from "./state.ts";

type People = ReadonlyMap<string, WorkspacePerson>;

interface Directory {
  /** In the order of `people`, each with the address they had. */
  listed: { person: WorkspacePerson; email: string }[];
  /** By address in small letters. */
  byEmail: Map<string, WorkspacePerson[]>;
}

/** As last looked up: look-ups come by the thousand, changes hardly ever. */
const directories = new WeakMap<People, Directory>();

/**
 * Everybody with this e-mail address just now, whatever the case of its
 * letters; deactivated accounts keep theirs.
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

/** No two active accounts have one address, so another need not be looked for. */
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

/** People come, go and change their address without telling anybody. */
function isCurrent({ listed }: Directory, people: People): boolean {
  if (listed.length !== people.size) return false;
  let index = 0;
  for (const person of people.values()) {
    const known = listed[index++]!;
    if (known.person !== person || known.email !== person.email) return false;
  }
  return true;
}
