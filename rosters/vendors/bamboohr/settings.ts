import * as v from "valibot";
import {
  quoted,
  settingsObject,
  sourceFields,
  text,
  tokenField,
} from "../fields.ts";

const schema = settingsObject({
  type: v.literal("bamboohr"),
  ...sourceFields,
  /** `acme` of `https://acme.bamboohr.com`. */
  company: text(
    /^[a-z0-9-]+$/i,
    (name) => `${quoted(name)} is not what stands before ".bamboohr.com"`,
  ),
  /** Whether the company shares its employee directory; `true` by default. */
  directory: v.optional(v.boolean(), true),
  ...tokenField("BAMBOOHR_API_KEY"),
});

type BambooHrSource = v.InferOutput<typeof schema>;

/** Employees are known by a number, and each company gives its own numbers. */
function conflict(
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

/** BambooHR's "Who's Out". */
export const bamboohr = {
  schema,
  addressOf: ({ company }: BambooHrSource) => `https://${company}.bamboohr.com`,
  conflict,
};
