import * as v from "valibot";
import * as settings from "./vendors/settings.ts";

/** A kind of source: `pagerduty`. */
export type SourceType = keyof typeof settings;

/** A source as an installer writes it, of any kind or of the kind `T`. */
export type SourceConfig<T extends SourceType = SourceType> = v.InferInput<
  typeof settings[T]["schema"]
>;

/** A source once checked, with every default filled in. */
export type ValidatedSource<T extends SourceType = SourceType> = v.InferOutput<
  typeof settings[T]["schema"]
>;

/** What a vendor's `settings.ts` exports. */
interface SourceSettings<T extends SourceType = SourceType> {
  schema: v.GenericSchema<
    unknown,
    { type: T; id: string; state: string; token: string | null }
  >;
  /** The address of the vendor's API, or the source's own. */
  addressOf(source: ValidatedSource<T>): string;
  /** Another address that people are looked up at, or `null`. */
  peopleAddressOf?(source: ValidatedSource<T>): string | null;
  /** As `conflictOf` below. Without it, any two sources of the kind are fine. */
  conflict?(
    source: ValidatedSource<T>,
    first: ValidatedSource<T>,
    place: string,
  ): { setting: string; message: string } | null;
}

const SETTINGS: { [T in SourceType]: SourceSettings<T> } = settings;

function settingsOf({ type }: ValidatedSource): SourceSettings {
  return SETTINGS[type];
}

/** One entry of `sources` in the configuration. */
export const SourceSchema = v.variant(
  "type",
  Object.values(settings).map(({ schema }) => schema),
);

/**
 * The address that a source is read from.
 *
 * @param source A source of the configuration.
 * @returns an address such as `https://api.pagerduty.com`.
 */
export function addressOf(source: ValidatedSource): string {
  return settingsOf(source).addressOf(source);
}

/**
 * Every address that is asked for a source.
 *
 * @param source A source of the configuration.
 */
export function addressesOf(source: ValidatedSource): string[] {
  const people = settingsOf(source).peopleAddressOf?.(source) ?? null;
  return [addressOf(source), ...(people === null ? [] : [people])];
}

/**
 * Checks a source against the first source of its kind.
 *
 * @param place The place of the first one: `sources[1]`.
 * @returns the setting at fault and a message, or `null`.
 */
export function conflictOf(
  source: ValidatedSource,
  first: ValidatedSource,
  place: string,
): { setting: string; message: string } | null {
  return settingsOf(source).conflict?.(source, first, place) ?? null;
}
