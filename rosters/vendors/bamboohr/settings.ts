import * as v from "valibot";
import { quoted, secretName, sourceFields, text } from "../fields.ts";

/** BambooHR's "Who's Out". */
export const schema = v.strictObject({
  type: v.literal("bamboohr"),
  ...sourceFields,
  /** `acme` of `https://acme.bamboohr.com`. */
  company: text(
    /^[a-z0-9-]+$/i,
    (name) => `${quoted(name)} is not what stands before ".bamboohr.com"`,
  ),
  /**
   * The name of the secret with the API key, never the key itself;
   * `BAMBOOHR_API_KEY` by default.
   */
  token: v.optional(secretName, "BAMBOOHR_API_KEY"),
});

type BambooHrSource = v.InferOutput<typeof schema>;

export function addressOf({ company }: BambooHrSource): string {
  return `https://${company}.bamboohr.com`;
}

/** Employees are known by number, and every company counts from 1. */
export function conflict(
  { company }: BambooHrSource,
  first: BambooHrSource,
  place: string,
) {
  if (company.toLowerCase() === first.company.toLowerCase()) return null;
  return {
    setting: "company",
    message: `"${company}" is another company than that of ` +
      `${place}, "${first.company}"; BambooHR's numbers ` +
      "of employees would be taken for each other",
  };
}
