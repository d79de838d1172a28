import { createHash } from "node:crypto";
import type { Config } from "./schema.ts";

/** The same for two configurations that say the same, in whatever order. */
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

/** By code unit: a comparison by locale could differ between machines. */
function withSortedKeys(
  value: Record<string, unknown>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1),
  );
}
