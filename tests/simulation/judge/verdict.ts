/** One breach of the promise. */
export interface Violation {
  rule: Rule;
  person: string;
  at: number;
  text: string;
}

/** The words of the promise, and what a history must come to. */
export type Rule =
  | "consent"
  | "never over a human"
  | "exact restore"
  | "yield"
  | "isolation"
  | "unreadable is not empty"
  | "accountable"
  | "one writer"
  | "declared"
  | "handoffs"
  | "on call"
  | "preview"
  | "early ends"
  | "quiet"
  | "choices"
  | "leaver"
  | "convergence";

/** What a history came to. */
export interface Verdict {
  violations: Violation[];
  /** How often a human's edit fell into the window that Slack leaves open. */
  windows: number;
  /** Writes of the app that were judged. */
  writes: number;
  /** Instants at which a person's service was looked at. */
  checkpoints: Judged;
  /** The same of the starts and ends of a person's shifts. */
  handoffs: Judged;
  /** The same of polls, some of which must be quiet. */
  polls: Judged;
}

/** How many there were, and at how many a mistake would have been seen. */
export interface Judged {
  all: number;
  judged: number;
}

/** A history before it is judged. */
export function unjudged(): Verdict {
  return {
    violations: [],
    windows: 0,
    writes: 0,
    checkpoints: { all: 0, judged: 0 },
    handoffs: { all: 0, judged: 0 },
    polls: { all: 0, judged: 0 },
  };
}

/** An instant as the timeline shows it; `-` for never. */
export function clock(at: number): string {
  return Number.isFinite(at) ? new Date(at).toISOString().slice(11, 23) : "-";
}
