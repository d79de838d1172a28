import { createHash } from "node:crypto";

/**
 * A text as a key of eleven characters, so that thousands of them fit into one
 * record: 66 bits of SHA-256, so two texts are unlikely to share a key.
 */
export function shortKey(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 11);
}
