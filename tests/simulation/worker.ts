/** Plays the seeds it is sent, one after another, away from the main thread. */
import { checkSeed } from "./check_script.ts";
import type { Answer, Order } from "./crew.ts";

/** As much of a worker's global scope as is used. */
interface Scope {
  postMessage(answer: Answer): void;
  onmessage: ((event: MessageEvent<Order>) => void) | null;
}

const scope = globalThis as unknown as Scope;

// What the app logs in thousands of bad days is of no use to anybody.
console.log = console.warn = console.error = () => {};

scope.onmessage = async ({ data: { seed, options } }) => {
  try {
    scope.postMessage({ report: await checkSeed(seed, options) });
  } catch (error) {
    const text = error instanceof Error ? error.stack ?? error.message : error;
    scope.postMessage({ seed, error: String(text) });
  }
};
