import process from "node:process";

const CONFIG = new URL("../../deno.dev.jsonc", import.meta.url).pathname;

/** The fastest try counts: other work on the machine makes some of them slow. */
const TRIES = 3;

/**
 * Runs a script in a process of its own, so that the peak of its memory is the
 * work's, and takes the fastest of some tries.
 *
 * @param script An `import.meta.url`. It prints one line of JSON.
 * @throws {Error} with what the script said if it failed.
 */
export async function fastestOf<T extends { seconds: number }>(
  script: string,
  ...args: string[]
): Promise<T> {
  const tries: T[] = [];
  while (tries.length < TRIES) tries.push(await runOnce<T>(script, args));
  return tries.reduce((best, each) =>
    each.seconds < best.seconds ? each : best
  );
}

async function runOnce<T>(script: string, args: string[]): Promise<T> {
  const { pathname } = new URL(script);
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "-c", CONFIG, "-A", "--quiet", pathname, ...args],
    stdin: "null",
    env: { NO_COLOR: "1" },
  });
  const { success, stdout, stderr } = await command.output();
  const text = new TextDecoder();
  if (success) return JSON.parse(text.decode(stdout));
  throw new Error(`${pathname} failed: ${text.decode(stderr).trim()}`);
}

/**
 * The largest resident set of this process, in bytes. Read from `/proc` where it
 * exists: the figure of `resourceUsage` includes the parent process.
 */
export function peakBytes(): number {
  try {
    const status = Deno.readTextFileSync("/proc/self/status");
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)![1]) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}

/** Processor time, because a clock would also count other work on the machine. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
