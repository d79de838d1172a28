import { createHash } from "node:crypto";
import type { Config } from "./schema.ts";

/**
 * Digests a configuration. The order of its settings makes no difference.
 *
 * @returns a SHA-256 in hexadecimal.
 */
export function configDigest(config: Config): string {
  return createHash("sha256").update(canonicalJson(config)).digest("hex");
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(
    value,
    (_key, part) => isPlainObject(part) ? withSortedKeys(part) : part,
  );
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Compares code units: a comparison by locale could differ between machines. */
function withSortedKeys(
  value: Record<string, unknown>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1),
  );
}
