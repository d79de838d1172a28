import type { Account } from "./account.ts";

export type Query = Record<string, string | string[]>;

/** An answer as it came. */
export interface Answer {
  status: number;
  headers: Headers;
  /** Parsed where it is JSON, else `undefined`. */
  data: unknown;
  /** As it came, where the caller may want it. */
  text: string;
}

/** One call, with neither retries nor a timeout of its own; rejects where there is no answer. */
export type Ask = (
  account: Account,
  path: string,
  query: Query,
  signal: AbortSignal,
) => Promise<Answer>;

/** A larger answer is refused: it would take a function's time and memory. */
export const LARGEST_BODY = 8 * 1024 * 1024;

/** Thrown for an answer of more than `LARGEST_BODY` bytes. */
export class TooLarge extends Error {}

/** Asks by `fetch`. */
export const askByFetch: Ask = async (account, path, query, signal) => {
  const { base, vendor, token } = account;
  const response = await fetch(urlOf(base + path, query), {
    headers: { accept: "application/json", ...vendor.headers(token) },
    // Deno before 2.1.2 takes headers along to whatever host it is sent to
    // (CVE-2025-21620), and the stack's address nobody else needs to know.
    redirect: isInHeaders(account) ? "manual" : "follow",
    signal,
  });
  const text = await textOf(response);
  const { status, headers } = response;
  return { status, headers, data: parsed(text), text };
};

/** Whether the credential is in the headers. */
function isInHeaders({ vendor, token }: Account): boolean {
  const headersWith = (each: string) => JSON.stringify(vendor.headers(each));
  return headersWith(token) !== headersWith("");
}

/** The address with the query added to what it has. */
function urlOf(address: string, query: Query): string {
  const url = new URL(address);
  for (const [name, values] of Object.entries(query)) {
    for (const value of [values].flat()) url.searchParams.append(name, value);
  }
  return url.href;
}

async function textOf(response: Response): Promise<string> {
  if (response.body === null) return "";
  const chunks: string[] = [];
  const decoder = new TextDecoder();
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.length;
    // Leaving the loop cancels the rest of the body.
    if (bytes > LARGEST_BODY) throw new TooLarge();
    chunks.push(decoder.decode(chunk, { stream: true }));
  }
  return chunks.join("") + decoder.decode();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
