import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { denoCommand } from "../../../tests/deno_command.ts";
import { parseArguments } from "../command_line.ts";

interface Ending {
  code: number;
  stdout: string;
  stderr: string;
}

function command(...args: string[]): Deno.Command {
  const options = ["-A", "--quiet", "packages/slack-box/shiftlight.ts"];
  return denoCommand("run", [...options, ...args], {
    stdout: "piped",
    stderr: "piped",
  });
}

async function run(...args: string[]): Promise<Ending> {
  const { code, stdout, stderr } = await command(...args).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

async function refusedWith(message: string, ...args: string[]) {
  const { code, stdout, stderr } = await run(...args);
  assertEquals(code, 2, stderr);
  assertEquals(stdout, "");
  assertEquals(stderr.trimEnd().split("\n").length, 1, stderr);
  assertStringIncludes(stderr, message);
}

Deno.test("arguments have defaults, and their values are checked", () => {
  assertEquals(parseArguments([]), {
    port: 4390,
    scenario: null,
    latencyMs: 80,
    rates: "documented",
    functionLimitSeconds: 60,
    realtime: false,
  });
  const all = "--port 1 --scenario f --latency-ms 0 --rates none " +
    "--function-limit 15 --realtime";
  assertEquals(parseArguments(all.split(" ")), {
    port: 1,
    scenario: "f",
    latencyMs: 0,
    rates: "none",
    functionLimitSeconds: 15,
    realtime: true,
  });
  assertEquals(parseArguments(["--", "--port", "1"]).port, 1);
  const wrong: Array<[string, string]> = [
    ["--port 70000", "--port: expected a whole number from 0 to 65535"],
    ["--port x", "--port"],
    ["--port", "--port"],
    ["--latency-ms -1", "--latency-ms"],
    ["--latency-ms 1.5", "--latency-ms"],
    ["--rates strict", "--rates: expected documented or none"],
    ["--function-limit 0", "--function-limit"],
    ["--realtime=yes", "--realtime"],
    ["--fast", "--fast"],
    ["--what", "the options are --port, --scenario, --latency-ms, --rates"],
    ["file.json", "file.json"],
  ];
  for (const [args, message] of wrong) {
    let said = "";
    try {
      parseArguments(args.split(" "));
    } catch (error) {
      said = (error as Error).message;
    }
    assertStringIncludes(said, message);
    assert(!said.includes("\n"), said);
  }
});

Deno.test("a wrong argument or scenario ends with 2 and one line", async () => {
  const file = await Deno.makeTempFile({ suffix: ".json" });
  try {
    await refusedWith("--fast", "--fast");
    await refusedWith("--port", "--port", "-1");
    await refusedWith(`--scenario ${file}.gone: cannot be read`, ...[
      "--scenario",
      `${file}.gone`,
    ]);
    await Deno.writeTextFile(file, "{ nonsense\n}");
    await refusedWith(
      `--scenario ${file}: is not JSON`,
      "--scenario",
      file,
    );
    const scenario = {
      now: "2026-03-02T08:00:00Z",
      people: [{ id: "UA", name: "a", email: "a@example.com", role: "boss" }],
    };
    await Deno.writeTextFile(file, JSON.stringify(scenario));
    await refusedWith(
      `--scenario ${file}: people[0].role: expected member`,
      "--scenario",
      file,
    );
  } finally {
    await Deno.remove(file);
  }
});

/** Waits for the ready line; answers the address in it. */
async function readyAt(child: Deno.ChildProcess): Promise<string> {
  let text = "";
  const reader = child.stdout.getReader();
  while (!text.includes("\n")) {
    const { value, done } = await reader.read();
    if (done) break;
    text += new TextDecoder().decode(value);
  }
  reader.releaseLock();
  const match = /^local workspace ready at (http:\/\/127\.0\.0\.1:\d+)\n/
    .exec(text);
  assert(match, `said ${JSON.stringify(text)}`);
  return match[1]!;
}

/** The first line of an answer; `fetch` cannot send another `Host`. */
async function statusLine(port: number, host: string): Promise<string> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const request = `GET /control/clock HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
  await connection.write(new TextEncoder().encode(request));
  const bytes = new Uint8Array(1_000);
  const length = await connection.read(bytes) ?? 0;
  return new TextDecoder().decode(bytes.subarray(0, length)).split("\r\n")[0]!;
}

Deno.test("it says who is there, which links there are, and what to try, and that works", async () => {
  const child = command("--port", "0").spawn();
  try {
    let text = "";
    const reader = child.stdout.getReader();
    while (!text.includes("Ctrl-C")) {
      const { value } = await reader.read();
      text += new TextDecoder().decode(value);
    }
    reader.releaseLock();
    for (
      const words of [
        "people  UALICE, UBOB, UCAROL, UOPS",
        "links   Set up Shiftlight, Shiftlight: opt in, ",
        "/control/clock -d '{\"advance_seconds\": 3600}'",
      ]
    ) assertStringIncludes(text, words);
    const commands = text.match(/^ {2}curl .*$/gm)!;
    assertEquals(commands.length, 3);
    for (const line of commands) {
      const [, method = "GET", url, , body] =
        /^ +curl (?:-X (\w+) )?(\S+)( -d '(.*?)')?/.exec(line)!;
      const answer = await fetch(url!, { method, ...(body ? { body } : {}) });
      assertEquals(answer.status, 200, `${line}: ${await answer.text()}`);
    }
  } finally {
    child.kill("SIGINT");
    await child.output();
  }
});

Deno.test("--help says how to use it, and ends with 0", async () => {
  const { code, stdout, stderr } = await command("--help").output();
  const said = new TextDecoder().decode(stdout);
  assertEquals([code, stderr.length], [0, 0]);
  assertStringIncludes(said, "usage: deno task local [options]");
  for (const option of ["--port", "--scenario", "--rates", "--realtime"]) {
    assertStringIncludes(said, option);
  }
});

Deno.test("the command serves the workspace until it is interrupted", async () => {
  const child = command("--port", "0").spawn();
  try {
    const address = await readyAt(child);
    const clock = await fetch(`${address}/control/clock`);
    assertEquals(await clock.json(), {
      now: "2026-03-02T08:00:00Z",
      unix: 1772438400,
    });
    const people = await (await fetch(`${address}/control/people`)).json();
    const { port } = new URL(address);
    await refusedWith(`--port ${port}: already in use`, "--port", port);
    const test = await fetch(`${address}/api/auth.test`, {
      method: "POST",
      headers: { authorization: `Bearer ${people[0].token}` },
    });
    assertEquals((await test.json()).user_id, people[0].id);
    const origin = "https://example.com";
    const page = await fetch(clock.url, { headers: { origin } });
    assertEquals(page.status, 403);
    assertEquals(Object.keys(await page.json()), ["error"]);
    const rebound = await statusLine(Number(port), "example.com");
    assertEquals(rebound, "HTTP/1.1 403 Forbidden");
    assertEquals(
      await statusLine(Number(port), "localhost"),
      "HTTP/1.1 200 OK",
    );
    await fetch(`${address}/control/faults`, {
      method: "POST",
      body: JSON.stringify({ method: "auth.test", cut: "before" }),
    }).then((response) => response.body?.cancel());
    let cut = false;
    try {
      await (await fetch(`${address}/api/auth.test`)).text();
    } catch {
      cut = true;
    }
    assert(cut, "the connection was not cut");
  } finally {
    child.kill("SIGTERM");
    const { code } = await child.status;
    await child.stdout.cancel();
    await child.stderr.cancel();
    assertEquals(code, 0);
  }
});
