import type { Recording } from "./recording.ts";
import type { Stage } from "./stage.ts";
import type { Watch } from "./watch.ts";

/** A history that is being played: where, what is noted of it, and what is to come. */
export class Performance {
  readonly #pending = new Set<Promise<void>>();
  readonly #errors: unknown[] = [];

  constructor(
    readonly stage: Stage,
    readonly recording: Recording,
    readonly watch: Watch,
  ) {}

  get now(): number {
    return this.stage.workspace.clock.now();
  }

  /** Adds a line to the story, for the reader of a failure. */
  tell(text: string): void {
    this.recording.story.push({ at: this.now, text });
  }

  /** Does it at an instant (Unix milliseconds), where an error would go unheard. */
  at(at: number, action: () => void | Promise<void>): void {
    this.stage.workspace.at(at, () => {
      try {
        const done = action();
        if (done) this.#follow(done);
      } catch (error) {
        this.#errors.push(error);
      }
    });
  }

  /**
   * Waits for everything that is under way.
   *
   * @throws {unknown} what went wrong first.
   */
  async over(): Promise<void> {
    await Promise.all(this.#pending);
    if (this.#errors.length > 0) throw this.#errors[0];
  }

  #follow(work: Promise<void>): void {
    const followed = work.catch((error) => {
      this.#errors.push(error);
    }).finally(() => this.#pending.delete(followed));
    this.#pending.add(followed);
  }
}
