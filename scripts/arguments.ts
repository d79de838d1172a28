/**
 * Ends a script that takes no arguments but got some: with 0 after `--help`, else
 * with 2. The `--` that `deno task` hands on does not count.
 *
 * @param task Its name: `bundle`.
 */
export function refuseArguments(task: string, usage: string): void {
  const args = Deno.args.filter((arg) => arg !== "--");
  if (args.length === 0) return;
  if (args.every((arg) => arg === "--help" || arg === "-h")) {
    console.log(usage);
    Deno.exit(0);
  }
  console.error(`${task}: takes no arguments, got ${args.join(" ")}\n${usage}`);
  Deno.exit(2);
}
