import type { PlayOptions, SeedReport } from "./check_script.ts";

/** What a worker is to play. */
export interface Order {
  seed: number;
  options: Omit<PlayOptions, "mutate">;
}

export type Answer = { report: SeedReport } | { seed: number; error: string };

/**
 * Plays all seeds on so many workers at once, each taking the next one when it
 * is done. `hear` is told of each; once it answers false, no more are begun.
 *
 * @throws {Error} when a history could not be played at all.
 */
export async function playAll(
  seeds: Iterable<number>,
  options: Order["options"],
  workers: number,
  hear: (report: SeedReport) => boolean,
): Promise<void> {
  const queue = seeds[Symbol.iterator]();
  let goesOn = true;
  const next = () =>
    goesOn ? queue.next().value as number | undefined : undefined;
  await Promise.all(
    Array.from({ length: workers }, () =>
      work(next, options, (report) => {
        goesOn = hear(report) && goesOn;
      })),
  );
}

async function work(
  next: () => number | undefined,
  options: Order["options"],
  hear: (report: SeedReport) => void,
): Promise<void> {
  const url = new URL("./worker.ts", import.meta.url);
  const worker = new Worker(url, { type: "module" });
  try {
    for (let seed = next(); seed !== undefined; seed = next()) {
      const answer = await ask(worker, { seed, options });
      if ("error" in answer) throw new Error(`seed ${seed}: ${answer.error}`);
      hear(answer.report);
    }
  } finally {
    worker.terminate();
  }
}

function ask(worker: Worker, order: Order): Promise<Answer> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(order);
  });
}
