/**
 * An opaque cursor that names where the next page begins, empty at the end.
 * Slack's own reads the same: base64 of `user:U061NFTT2`.
 */
export function nextCursor(kind: string, at: string | undefined): string {
  if (at === undefined) return "";
  const bytes = new TextEncoder().encode(`${kind}:${at}`);
  return btoa(String.fromCharCode(...bytes));
}

/** What the cursor names, `null` if it is no cursor of this kind. */
export function readCursor(kind: string, cursor: string): string | null {
  try {
    const bytes = Uint8Array.from(atob(cursor), (c) => c.charCodeAt(0));
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.startsWith(`${kind}:`) ? text.slice(kind.length + 1) : null;
  } catch {
    return null;
  }
}
