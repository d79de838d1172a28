/** What `Ctrl-C` exits with, as shells have it. */
const INTERRUPTED = 130;

/** Where nobody watches, progress is told once in this time (milliseconds). */
const TOLD_EVERY_MS = 60_000;

/**
 * How far a long task is, and about how long it still takes, on standard error. A
 * terminal shows it in one line.
 */
export class Progress {
  readonly #startMs = performance.now();
  #toldMs = this.#startMs;

  /** @param total How many pieces of work there are. */
  constructor(private readonly total: number) {}

  /** @param doing What comes next. */
  show(done: number, doing = ""): void {
    const nowMs = performance.now();
    const text = progressText(done, this.total, nowMs - this.#startMs);
    if (Deno.stderr.isTerminal()) {
      tell(`\r\x1b[2K${[text, doing].filter(Boolean).join(": ")}`);
    } else if (nowMs - this.#toldMs >= TOLD_EVERY_MS) {
      this.#toldMs = nowMs;
      tell(`${text}\n`);
    }
  }

  /** Makes room for other output. */
  clear(): void {
    if (Deno.stderr.isTerminal()) tell("\r\x1b[2K");
  }
}

/**
 * @param elapsedMs How long it took so far.
 *
 * @example
 * progressText(1200, 5000, 120_000) // "1200 of 5000, about 6 min left"
 */
export function progressText(
  done: number,
  total: number,
  elapsedMs: number,
): string {
  const text = `${done} of ${total}`;
  if (done === 0 || done >= total) return text;
  const seconds = elapsedMs / done * (total - done) / 1000;
  const left = seconds < 90
    ? `${Math.max(1, Math.round(seconds))} s`
    : `${Math.round(seconds / 60)} min`;
  return `${text}, about ${left} left`;
}

/** Runs `conclude`, which prints what was done so far, on `Ctrl-C`, then exits with 130. */
export function onInterrupt(conclude: () => void): void {
  Deno.addSignalListener("SIGINT", () => {
    conclude();
    Deno.exit(INTERRUPTED);
  });
}

function tell(text: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(text));
}
