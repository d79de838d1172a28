import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { parseJsonc } from "../../../scripts/jsonc.ts";
import { DEMO_SETTINGS } from "../../../scripts/preview/demo_rosters.ts";
import { cellsOf } from "../../../scripts/preview/terminal/cells.ts";
import { denoCommand } from "../../deno_command.ts";
import { readSource } from "../../source_files.ts";

const { tasks } = parseJsonc(readSource("deno.jsonc")) as {
  tasks: Record<string, { command: string }>;
};

/** The flags of the task, which are its rights. */
const FLAGS = tasks.preview!.command.split(" ")
  .filter((word) => /^--(no-prompt|allow|deny)/.test(word));

interface Said {
  code: number;
  out: string;
  error: string;
}

/** Runs a script with the rights of the task. */
async function run(
  script: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Said> {
  const command = denoCommand(
    "run",
    ["--quiet", "--no-check", ...FLAGS, script, ...args],
    { env: { NO_COLOR: "1", ...env } },
  );
  const { code, stdout, stderr } = await command.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), error: text(stderr) };
}

const preview = (args: string[], env: Record<string, string> = {}) =>
  run("scripts/preview.ts", args, env);

Deno.test("the demo reads all vendors, one of which is down, and exits with 1", async () => {
  const { code, out, error } = await preview(["--demo"]);
  assertEquals([code, error], [1, ""]);
  assertMatch(out, /^Slack is not asked and nothing is written/);
  const sources = out.split("\n").filter((line) => /^ {2}[✓✗!] /.test(line));
  assertEquals(
    sources.map((line) => line.trim().split(/\s+/)[2]).sort(),
    [
      ...["bamboohr", "grafana", "ical", "incident_io"],
      ...["json", "jsm", "opsgenie", "pagerduty"],
    ].sort(),
  );
  assertEquals(sources.filter((line) => line.includes("✗")).length, 1);
  for (
    const words of [
      "old: Opsgenie answered 503",
      "Maya, on rota: ",
      'Paste aliases: [{ pattern: "Maya"',
      "alice is on call for Payments from Sat 7 09:00",
      "📟 On call for Payments, Search until 20:00",
      "Monday 2 March",
    ]
  ) assertStringIncludes(out, words);
  // Known to Grafana by id, to PagerDuty by address.
  assertEquals(out.match(/^ {2}bruno .*█/gm)!.length, 1);
});

Deno.test("the last day of the demo has ends that lie after it", async () => {
  const { out } = await preview(["--demo", "--all"]);
  assert(!out.includes("further notice"), out);
  assertStringIncludes(out, "Sunday 8 March");
});

Deno.test("in a pipe there are no escape sequences, and no line is too wide", async () => {
  for (const columns of [80, 140]) {
    const { out } = await preview(["--demo"], { COLUMNS: String(columns) });
    assert(!out.includes("\x1b"), "an escape sequence");
    assertStringIncludes(out, "┊ midnight");
    for (const line of out.split("\n")) {
      assert(cellsOf(line) <= columns, `${columns}: ${line}`);
    }
  }
});

Deno.test("--json is the document, in the shape of a timeline", async () => {
  const { code, out } = await preview(["--demo", "--json", "--only", "alice"]);
  const { people, total, from, sources, ...rest } = JSON.parse(out);
  assertEquals([code, total, people.length], [1, 11, 1]);
  assertEquals(from, "2026-03-02T13:24:00Z");
  assertEquals(Object.keys(people[0]), [
    ...["id", "name", "time_zone", "shifts", "showed", "snoozes", "away"],
    ...["planned", "failed"],
  ]);
  assertEquals(people[0].planned[0], {
    from: "2026-03-04T09:00:00Z",
    to: "2026-03-05T09:00:00Z",
    state: "on_call",
    text: "On call for Payments, Search until Sun 09:00",
    emoji: ":pager:",
    why: "on call: Payments, Search",
  });
  assertEquals(sources.length, 8);
  assertEquals(rest.unknown.length, 1);
});

/** What a process with these rights may not do; each line must be refused. */
const PROBE = `
const tried = {
  slack: () => fetch("https://slack.com/api/auth.test"),
  files: () => fetch("https://files.slack.com/"),
  write: () => Deno.writeTextFile("probe.txt", ""),
  start: () => new Deno.Command("true").output(),
};
for (const [name, act] of Object.entries(tried)) {
  try {
    await act();
    console.log(name, "was allowed");
  } catch (error) {
    console.log(name, error.name);
  }
}`;

Deno.test("the task has no right to reach Slack, to write or to start a process", async () => {
  assert(
    FLAGS.every((flag) =>
      !/^(-A|--allow-all|--allow-(run|write|ffi|sys))/.test(flag)
    ),
  );
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(file, PROBE);
    const { out } = await run(file, []);
    assertEquals(out.trim().split("\n"), [
      ...["slack NotCapable", "files NotCapable"],
      ...["write NotCapable", "start NotCapable"],
    ]);
  } finally {
    await Deno.remove(file);
  }
});

/** A value of each secret, none of which may be told in any form. */
const PLANTED: Record<string, string> = {
  PAGERDUTY_TOKEN: "planted-pagerduty-value",
  OPSGENIE_API_KEY: "planted-opsgenie-value",
  JSM_API_TOKEN: "bot@example.com:planted-jsm-value",
  GRAFANA_ONCALL_TOKEN: "planted-grafana-value",
  INCIDENT_IO_API_KEY: "planted-incident-io-value",
  BAMBOOHR_API_KEY: "planted-bamboohr-value",
  JSON_TOKEN: "planted-json-value",
  CALENDAR_SECRET: "planted/calendar-value",
};

/** A valid answer of a roster whose names repeat what was sent. */
function rosterNamed(name: string) {
  const person = { email: "ann@example.com", name };
  const times = { start: "2026-01-01T00:00:00Z", end: null };
  return {
    version: 1,
    schedules: [{ id: "s", name }],
    shifts: [{ person, ...times, schedule: "s" }],
  };
}

/** A server that answers each request with all that it was sent, as an error or as names. */
function echo(status: number, hosts: Set<string>) {
  return Deno.serve({ port: 0, onListen: () => {} }, (request) => {
    const url = new URL(request.url);
    hosts.add(url.hostname);
    const sent = [
      ...request.headers.values(),
      decodeURIComponent(url.pathname),
    ];
    const told = sent.join(" ");
    const body = {
      ...{ message: told, detail: told, error: { message: told } },
      errorMessages: [told],
    };
    if (status === 200 && url.pathname.endsWith("releases.json")) {
      return Response.json(rosterNamed(`Rota of ${told}`));
    }
    const headers = { "x-bamboohr-error-message": told.replace(/[^ -~]/g, "") };
    return Response.json(body, { status, headers });
  });
}

Deno.test("no secret is told, in any form that is sent, in no answer", async () => {
  const settings = {
    ...DEMO_SETTINGS,
    sources: DEMO_SETTINGS.sources.map((source) =>
      source.type === "ical"
        ? {
          ...source,
          url: "https://calendars.example.com/{secret}/support.ics",
          token: "CALENDAR_SECRET",
        }
        : source
    ),
  };
  const config = await Deno.makeTempFile({ suffix: ".json" });
  await Deno.writeTextFile(config, JSON.stringify(settings));
  const forms = Object.values(PLANTED).flatMap((value) => {
    const own = value.slice(value.indexOf(":") + 1);
    return [
      value,
      own,
      encodeURIComponent(own),
      btoa(value),
      btoa(`${value}:x`),
    ]
      .map((form) => form.replace(/=+$/, ""));
  });
  const hosts = new Set<string>();
  try {
    for (const status of [401, 403, 418, 200]) {
      const server = echo(status, hosts);
      const vendors = DEMO_SETTINGS.sources.map((
        { type },
      ) => [
        `${type.toUpperCase()}_API_URL`,
        `http://127.0.0.1:${server.addr.port}`,
      ]);
      const env = { ...PLANTED, ...Object.fromEntries(vendors) };
      for (const more of [[], ["--json"]]) {
        const { code, out, error } = await preview(
          ["--config", config, ...more],
          env,
        );
        assertEquals([code, error], [1, ""]);
        if (status === 200) assertStringIncludes(out, "Rota of");
        const told = forms.filter((form) => out.includes(form));
        assertEquals(told, [], `${status}: ${out}`);
      }
      await server.shutdown();
    }
  } finally {
    await Deno.remove(config);
  }
  assertEquals([...hosts], ["127.0.0.1"]);
});

Deno.test("what cannot be used is refused with 2, in words", async () => {
  const folder = await Deno.makeTempDir();
  const file = async (name: string, text: string) => {
    await Deno.writeTextFile(`${folder}/${name}`, text);
    return `${folder}/${name}`;
  };
  const broken = await file(
    "broken.json",
    '{"states": {"on_call": {"text": "x", "emoji": "pager", "priority": 1}}, "sources": 3}',
  );
  const twice = await file(
    "twice.csv",
    "email,id\nann@x.org,U0000000A\nann@x.org,U0000000B",
  );
  const overlay = { SHIFTLIGHT_CONFIG: "not-json-planted-value" };
  const cases: [
    args: string[],
    words: string[],
    env?: Record<string, string>,
  ][] = [
    [["--days", "0"], ["--days: expected a whole number from 1 to 60"]],
    [["--at", "yesterday"], ["--at: expected an instant"]],
    [["--zone", "Mars/Base"], ["--zone: expected an IANA time zone"]],
    [["--demo", "--people", twice], [
      "gives the address ann@x.org to two people",
    ]],
    [["--config", broken], ["states.on_call.emoji", "sources: must be a list"]],
    [[], ["SHIFTLIGHT_CONFIG is not JSON"], overlay],
  ];
  try {
    for (const [args, words, env = {}] of cases) {
      const { code, out, error } = await preview(args, env);
      assertEquals([code, out], [2, ""], error);
      for (const each of words) assertStringIncludes(error, each);
      if (args[0] !== "--config") {
        assertEquals(error.trim().split("\n").length, 1);
      }
      assert(!error.includes("planted"), error);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("it exits with 0 if all sources were read, and --strict with 1 for what is to be looked at", async () => {
  const roster = {
    version: 1,
    schedules: [{ id: "s", name: "Support" }],
    shifts: [{
      person: { name: "Maya" },
      start: "2026-03-02T09:00:00Z",
      end: "2026-03-02T17:00:00Z",
      schedule: "s",
    }],
  };
  const server = Deno.serve(
    { port: 0, onListen: () => {} },
    () => Response.json(roster),
  );
  const source = {
    ...{ type: "json", id: "own", state: "on_call" },
    url: "https://rosters.example.com/own.json",
  };
  const config = await Deno.makeTempFile({ suffix: ".json" });
  const settings = { ...DEMO_SETTINGS, sources: [source] };
  await Deno.writeTextFile(config, JSON.stringify(settings));
  const env = { JSON_API_URL: `http://127.0.0.1:${server.addr.port}` };
  const args = ["--config", config, "--at", "2026-03-02T08:00:00Z"];
  try {
    const read = await preview(args, env);
    assertEquals([read.code, read.error], [0, ""], read.out);
    assertStringIncludes(read.out, "Unknown people (1)");
    assertEquals((await preview([...args, "--strict"], env)).code, 1);
  } finally {
    await server.shutdown();
    await Deno.remove(config);
  }
});

Deno.test("without a token the source is named, with the variable to set", async () => {
  const { code, out } = await preview([], { COLUMNS: "200" });
  assertEquals(code, 1);
  assertStringIncludes(
    out,
    "pagerduty: the secret PAGERDUTY_TOKEN is not set: put <read-only PagerDuty " +
      "API key> into PAGERDUTY_TOKEN, in the environment or in .env",
  );
  assertStringIncludes(out, "Nobody is on any roster that could be read.");
  assert(!out.includes("slack env set"));
});
