/** Plays the jobs that a pool sends, one after another, off the main thread. */
import { checkSeed } from "./check_script.ts";
import { mutantNamed } from "./mutants/all.ts";
import { mutated } from "./mutants/intercept.ts";
import type { Answer, Job } from "./worker_pool.ts";

/** The members of a worker's global scope that are used here. */
interface Scope {
  postMessage(answer: Answer): void;
  onmessage: ((event: MessageEvent<Job>) => void) | null;
}

const scope = globalThis as unknown as Scope;

// The app's logs of thousands of bad days are of no use.
console.log = console.warn = console.error = () => {};

scope.onmessage = async ({ data: { seed, options, mutant } }) => {
  try {
    const make = mutant === undefined ? null : mutantNamed(mutant).make;
    const report = await checkSeed(seed, {
      ...options,
      ...(make ? { mutate: (app) => mutated(app, make) } : {}),
    });
    scope.postMessage({ report });
  } catch (error) {
    const text = error instanceof Error ? error.stack ?? error.message : error;
    scope.postMessage({ seed, error: String(text) });
  }
};
