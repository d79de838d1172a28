/**
 * `deno task ok`: everything that must hold before a change is shared. Every
 * step runs, whatever became of the one before, and each is named at the end.
 */
const STEPS = ["check", "test", "simulate --seeds 200", "bundle"];

async function passes(step: string): Promise<boolean> {
  console.log(`\n--- ${step} ---`);
  const command = new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", ...step.split(" ")],
    stdin: "null",
  });
  return (await command.spawn().status).success;
}

const failed: string[] = [];
for (const step of STEPS) {
  if (!await passes(step)) failed.push(step);
}
console.log("\n--- ok ---");
for (const step of STEPS) {
  // The task alone, without what it is asked for: who counts failures reads this.
  const [task] = step.split(" ");
  console.log(`step ${task}: ${failed.includes(step) ? "FAILED" : "ok"}`);
}
if (failed.length > 0) Deno.exit(1);
