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
