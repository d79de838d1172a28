import * as v from "valibot";

/** A value as an error message shows it. */
export const quoted = (value: unknown): string => JSON.stringify(value);

/**
 * Text that matches a pattern.
 *
 * @param message The message for a value that does not match.
 */
export function text(
  pattern: RegExp,
  message: (value: string) => string,
) {
  return v.pipe(
    v.string(),
    v.check((value) => pattern.test(value), ({ input }) => message(input)),
  );
}

/** An object of settings: a mistyped one is answered with the likely one. */
export function settingsObject<const Entries extends v.ObjectEntries>(
  entries: Entries,
) {
  return v.strictObject(entries, ({ expected, received, input }) => {
    if (expected !== "never") return `must be an object, not ${received}`;
    const meant = nearest(String(input), Object.keys(entries));
    return `is not a setting${suggestion(meant)}`;
  });
}

/** `; did you mean "schedules"?`, or nothing. */
export function suggestion(meant: string | null): string {
  return meant === null ? "" : `; did you mean ${quoted(meant)}?`;
}

/** The word that a mistyped one most likely means: a third of it may differ. */
export function nearest(
  mistyped: string,
  words: readonly string[],
): string | null {
  const plain = (word: string) => word.toLowerCase().replace(/[^a-z0-9]/g, "");
  const ranked = words
    .map((word) => ({
      word,
      edits: editsBetween(plain(mistyped), plain(word)),
    }))
    .toSorted((a, b) => a.edits - b.edits);
  const [best] = ranked;
  return best && best.edits <= Math.floor(best.word.length / 3)
    ? best.word
    : null;
}

/** How many characters must be put in, taken out or replaced (Levenshtein). */
function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}

/** The settings that every source has. */
export const sourceFields = {
  /**
   * A name of your choice for reports, unique among the sources: letters,
   * digits, `_` and `-`.
   */
  id: text(
    /^[\w-]{1,40}$/,
    (id) =>
      `${quoted(id)} may have letters, digits, "_" and "-" only, up to 40`,
  ),
  /** The state of people on a shift: one of the configuration's states. */
  state: v.string(),
};

/**
 * The name of a secret. The value stays out of the message: it may be a
 * credential by mistake.
 */
export const secretName = text(
  /^[A-Z][A-Z0-9_]*$/,
  () =>
    `must be the name of a secret in capitals, such as "PAGERDUTY_TOKEN", ` +
    `never the token itself`,
);

/** `token`, for a vendor whose secret is usually called `secret`. */
export const tokenField = (secret: string) => ({
  /** Name of the secret with the credential, never the credential itself. */
  token: v.optional(secretName, secret),
});

/** `schedules`, for a vendor that lists its schedules. */
export const schedulesField = {
  /** Names or ids of schedules. */
  schedules: v.pipe(
    v.array(text(/\S/, () => "is empty: a schedule has a name and an id")),
    v.nonEmpty(`needs at least one schedule, by its name or its id`),
  ),
};

/** `region`, for a vendor that has one address for each. */
export const regionField = {
  /** Where the account lives: `us` (the default) or `eu`. */
  region: v.optional(v.picklist(["us", "eu"]), "us"),
};

/** Ids as the vendor gives them. `what` is what they are ids of: `a schedule`. */
export const vendorIds = (what: string, example: string) =>
  v.array(text(
    /^[\w-]+$/,
    (id) => `${quoted(id)} is not ${what}'s id, such as "${example}"`,
  ));

const HTTPS = /^https:\/\/[^\s/?#@{}.]+(\.[^\s/?#@{}.]+)+([/?][^\s#]*)?$/;

/**
 * The address of a source. A secret in place of `{secret}` is checked when the
 * source is read. No part of the host in the pattern contains a dot, so a host
 * splits in one way only and the check is fast.
 */
export const httpsAddress = v.pipe(
  v.string(),
  v.check(
    (address) => HTTPS.test(address) && URL.canParse(address),
    `must be an address beginning with https://, such as "https://rosters.example.com/shifts"`,
  ),
);
