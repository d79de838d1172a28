import type { Config } from "../../config/schema.ts";

/** A shorter value is no secret, and removing it would garble the text. */
const LEAST_LENGTH = 6;

/**
 * Removes the values of all secrets of the sources from a text, in every form that
 * an adapter sends. The adapters do so for their own reasons; this also covers
 * names and labels that a vendor's answer repeats.
 */
export function maskerOf(
  { sources }: Pick<Config, "sources">,
  env: Readonly<Record<string, string>>,
): (text: string) => string {
  const secrets = sources.flatMap(({ token }) =>
    token === null ? [] : (env[token] ?? "").trim()
  );
  const forms = [...new Set(secrets.flatMap(formsOf))]
    .filter((form) => form.length >= LEAST_LENGTH)
    .sort((a, b) => b.length - a.length);
  return (text) =>
    forms.reduce((left, form) => left.replaceAll(form, "…"), text);
}

function formsOf(secret: string): string[] {
  const parts = [secret, ...secret.split(":").slice(1)];
  return parts.flatMap((part) => [
    part,
    encodeURIComponent(part),
    JSON.stringify(part).slice(1, -1),
    ...basicForms(part),
  ]);
}

/** As Basic authentication sends it: alone, as a name, or with any password. */
function basicForms(part: string): string[] {
  // Others are refused by the adapters, and `btoa` throws for them.
  if (!/^[\x21-\x7e]*$/.test(part)) return [];
  const withName = btoa(`${part}:`).replace(/=*$/, "");
  return [
    btoa(part),
    btoa(part).replace(/=*$/, ""),
    withName,
    btoa(`${part}:x`),
  ];
}
