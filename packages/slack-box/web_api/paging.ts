import type { ArgumentReader } from "./arguments.ts";
import { invalidArguments } from "./refusal.ts";

/**
 * An opaque cursor that names the start of the next page; empty at the end.
 * Slack's own cursors look the same: base64 of `user:U061NFTT2`.
 */
export function nextCursor(kind: string, at: string | undefined): string {
  if (at === undefined) return "";
  const bytes = new TextEncoder().encode(`${kind}:${at}`);
  return btoa(String.fromCharCode(...bytes));
}

/** What a cursor names, or `null` if it is not a cursor of this kind. */
export function readCursor(kind: string, cursor: string): string | null {
  try {
    const bytes = Uint8Array.from(atob(cursor), (c) => c.charCodeAt(0));
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.startsWith(`${kind}:`) ? text.slice(kind.length + 1) : null;
  } catch {
    return null;
  }
}

/**
 * The `limit` of a call.
 *
 * @param absent What counts if the call gives none.
 * @throws {Refusal} `invalid_arguments` if it is not from 1 to `largest`.
 */
export function readLimit(
  args: ArgumentReader,
  absent: number,
  largest: number,
): number {
  const limit = args.integer("limit") ?? absent;
  if (limit >= 1 && limit <= largest) return limit;
  throw invalidArguments(`limit must be from 1 to ${largest}`);
}

/** The same for methods where a limit of 0 means none. */
export function readLimitOrNone(
  args: ArgumentReader,
  absent: number,
  largest: number,
): number {
  return args.integer("limit") === 0
    ? absent
    : readLimit(args, absent, largest);
}

/**
 * A page of ids that begins where the call's cursor says.
 *
 * @param kind What the cursor names: `user`, `trigger`.
 * @param invalidCursor Makes what is thrown for a cursor that names none of
 * the ids.
 */
export function pageOf(
  args: ArgumentReader,
  kind: string,
  ids: readonly string[],
  limit: number,
  invalidCursor: () => Error,
): { ids: readonly string[]; response_metadata: { next_cursor: string } } {
  const cursor = args.text("cursor");
  const from = cursor === undefined ? ids[0] : readCursor(kind, cursor);
  const start = from === undefined ? 0 : ids.indexOf(from ?? "");
  if (start === -1) throw invalidCursor();
  const next_cursor = nextCursor(kind, ids[start + limit]);
  return {
    ids: ids.slice(start, start + limit),
    response_metadata: { next_cursor },
  };
}
