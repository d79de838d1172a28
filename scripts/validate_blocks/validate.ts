import type { Collected } from "./collect.ts";

/** What `blocks.validate` answers, as far as it is used here. */
export interface Validation {
  ok: boolean;
  error?: string;
  errors?: { pointer?: string; message?: string }[];
}

/** Sends one message to `blocks.validate`. */
export type Send = (message: { blocks: unknown[] }) => Promise<Validation>;

export interface Verdict {
  /** Messages that were sent. */
  sent: number;
  /** Messages without blocks, which the method does not take. */
  textAlone: number;
  /** What was refused: where it comes from, at which place, and why. */
  refused: string[];
}

/** Validates all messages, one after the other. */
export async function validateAll(
  messages: readonly Collected[],
  send: Send,
): Promise<Verdict> {
  const verdict: Verdict = { sent: 0, textAlone: 0, refused: [] };
  for (const { from, blocks } of messages) {
    if (blocks === undefined || blocks.length === 0) {
      verdict.textAlone++;
      continue;
    }
    verdict.sent++;
    verdict.refused.push(...refusals(from, await send({ blocks })));
  }
  return verdict;
}

function refusals(from: string, { ok, error, errors }: Validation): string[] {
  if (ok) return [];
  const named = (errors ?? []).map(({ pointer, message }) =>
    `${from}: ${pointer || "/"}: ${message}`
  );
  return named.length > 0 ? named : [`${from}: ${error}`];
}
