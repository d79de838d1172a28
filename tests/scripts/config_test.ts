import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { denoCommand } from "../deno_command.ts";
import { copyOfProject } from "../project_copy.ts";

interface Said {
  code: number;
  out: string;
  error: string;
}

/** What `deno task config` says in a copy of the project with this file edited. */
async function configTask(
  edit: (file: string) => string,
  ...args: string[]
): Promise<Said> {
  const root = copyOfProject();
  try {
    const file = `${root}/shiftlight.config.ts`;
    Deno.writeTextFileSync(file, edit(Deno.readTextFileSync(file)));
    const script = ["-A", "--quiet", "--no-check", "scripts/config.ts"];
    const env = { NO_COLOR: "1", SHIFTLIGHT_OWN_CONFIG: "1" };
    const options = { cwd: root, env };
    const { code, stdout, stderr } = await denoCommand("run", [
      ...script,
      ...args,
    ], options).output();
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    return { code, out: text(stdout), error: text(stderr) };
  } finally {
    Deno.removeSync(root, { recursive: true });
  }
}

const replacing = (from: string, to: string) => (file: string) => {
  assert(file.includes(from), `the file does not have ${from}`);
  return file.replace(from, () => to);
};

Deno.test("a valid file is summed up: what people see, what to set, what is left to do", async () => {
  const edit = replacing("On leave until", "Away until");
  const { code, out, error } = await configTask(edit);
  assertEquals([code, error], [0, ""]);
  for (
    const line of [
      "  pagerduty: on_call from pagerduty, schedules PI7DH85",
      "  pto: :palm_tree: Away until ",
      "  every 15 minutes",
      "  api.pagerduty.com",
      "  slack env set PAGERDUTY_TOKEN   (docs/sources/pagerduty.md)",
      "  operators: there are none",
    ]
  ) assertStringIncludes(out, line);
});

Deno.test("all problems are listed, each once and with its place, and no trace of a stack", async () => {
  const { code, out, error } = await configTask((file) =>
    replacing('":pager:"', '"pager"')(
      replacing("poll_minutes,", "poll_minuts: 15,")(
        replacing('state: "on_call"', 'state: "oncall"')(file),
      ),
    )
  );
  assertEquals([code, out], [1, ""]);
  assertEquals(error.trim().split("\n"), [
    "shiftlight.config.ts has 3 problems:",
    "",
    `  states.on_call.emoji: "pager" needs a colon on both sides, such as ":pager:"`,
    `  poll_minuts: is not a setting; did you mean "poll_minutes"?`,
    `  sources[0].state: "oncall" is not among the states: on_call, pto, deploy_freeze, focus; did you mean "on_call"?`,
  ]);
});

Deno.test("a file that cannot be loaded is answered with the place, and no trace of a stack", async () => {
  const comma = await configTask(
    replacing('mode: Settings["mode"] = "preview";', "mode = {,};"),
  );
  assertEquals([comma.code, comma.out], [1, ""]);
  assertStringIncludes(comma.error, "shiftlight.config.ts cannot be loaded:");
  assertStringIncludes(comma.error, "Unexpected token `,`");
  assert(/at shiftlight\.config\.ts:\d+:\d+\n$/.test(comma.error), comma.error);
  const name = await configTask(
    replacing("  audit_days,", "  audit_days: days,"),
  );
  assertStringIncludes(name.error, "  days is not defined");
  assert(/at shiftlight\.config\.ts:\d+:\d+\n$/.test(name.error), name.error);
  for (const { error } of [comma, name]) {
    assertEquals(error.match(/^ +at /gm)?.length, 1, error);
    assert(!error.includes("file://"), error);
  }
});

Deno.test("the task says how to use it", async () => {
  const help = await configTask((file) => file, "--help");
  assertEquals([help.code, help.error], [0, ""]);
  assertStringIncludes(help.out, "usage: deno task config");
  const wrong = await configTask((file) => file, "--fast");
  assertEquals([wrong.code, wrong.out], [2, ""]);
  assertStringIncludes(wrong.error, "takes no arguments, got --fast");
});
