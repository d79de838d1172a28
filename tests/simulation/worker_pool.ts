import type { PlayOptions, SeedReport } from "./check_script.ts";

/** One history that a worker plays. */
export interface Job {
  seed: number;
  options: Omit<PlayOptions, "mutate">;
  /** The name of the mutant to play it with; the sound app without one. */
  mutant?: string;
}

export type Answer = { report: SeedReport } | { seed: number; error: string };

/** Workers that play histories; each takes the next job when it is done. */
export class WorkerPool {
  readonly #workers: Worker[];

  constructor(size: number) {
    const url = new URL("./worker.ts", import.meta.url);
    this.#workers = Array.from(
      { length: size },
      () => new Worker(url, { type: "module" }),
    );
  }

  /**
   * Plays all jobs, in their order. Jobs under way are always finished, even
   * after an error.
   *
   * @param onReport Called with each report; no more jobs begin once it returns false.
   * @throws {Error} when a history could not be played at all.
   */
  async play(
    jobs: Iterable<Job>,
    onReport: (report: SeedReport) => boolean,
  ): Promise<void> {
    const queue = jobs[Symbol.iterator]();
    let goesOn = true;
    const playNext = async (worker: Worker) => {
      while (goesOn) {
        const job = queue.next().value as Job | undefined;
        if (job === undefined) return;
        const answer = await ask(worker, job);
        if ("error" in answer) {
          goesOn = false;
          throw new Error(`seed ${job.seed}: ${answer.error}`);
        }
        goesOn = onReport(answer.report) && goesOn;
      }
    };
    const played = await Promise.allSettled(this.#workers.map(playNext));
    const failed = played.find(({ status }) => status === "rejected");
    if (failed?.status === "rejected") throw failed.reason;
  }

  [Symbol.dispose](): void {
    for (const worker of this.#workers) worker.terminate();
  }
}

function ask(worker: Worker, job: Job): Promise<Answer> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(job);
  });
}
