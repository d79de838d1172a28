/** Something that the set-up looked at. */
export interface Finding {
  /** `note`: it works without, but somebody should know. */
  verdict: "right" | "missing" | "note";
  text: string;
}

export function right(text: string): Finding {
  return { verdict: "right", text };
}

/** Something keeps the app from doing its work; the text says how to mend it. */
export function missing(text: string): Finding {
  return { verdict: "missing", text };
}

export function note(text: string): Finding {
  return { verdict: "note", text };
}
