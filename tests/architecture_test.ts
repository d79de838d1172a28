import { assert, assertEquals } from "@std/assert";
import manifest from "../manifest.ts";
import { type Import, moduleGraph, reachedBy } from "./module_graph.ts";
import {
  appFiles,
  readSource,
  sourceFiles,
  withoutComments,
} from "./source_files.ts";

interface Room {
  /** Rooms and packages whose code a room may run. */
  code: string[];
  /** Rooms and packages of which it may know types, and no more. */
  types?: string[];
}

const CONFIG = ["config", "shiftlight.config.ts"];
/** Files of the root that any room may use. */
const PURE = [
  "chunk.ts",
  "clock.ts",
  "intervals.ts",
  "plain_text.ts",
  "time.ts",
];
/** What an installer may write of a source, and the language of templates. */
const SETTINGS = [
  "rosters/sources.ts",
  "rosters/name_pattern.ts",
  "rosters/vendors/fields.ts",
  "reconciler/template.ts",
];
const SDK = ["deno-slack-sdk/mod.ts"];

/** The way imports point. A room may always import itself. */
const ROOMS: Record<string, Room> = {
  functions: {
    code: ["app", "slack/api_client.ts", "shiftlight.config.ts"],
    types: [...SDK, "talking"],
  },
  app: {
    code: [
      ...["reconciler", "talking", "rosters", "slack"],
      ...["datastores", "triggers"],
      ...[...PURE, ...CONFIG, "@std/datetime", "valibot", "node:crypto"],
    ],
  },
  workflows: {
    code: [
      ...["functions", "external_auth", "reconciler/state_rule.ts"],
      ...["talking/notifications.ts", ...CONFIG, ...SDK],
    ],
  },
  triggers: { code: ["time.ts", "@std/datetime"] },
  datastores: { code: ["time.ts", ...SDK] },
  external_auth: { code: [...CONFIG, ...SDK] },
  slack: {
    code: ["datastores", ...PURE, "@std/datetime", "valibot"],
    types: ["reconciler", "config"],
  },
  rosters: {
    code: [
      ...[...PURE, "@std/datetime", "valibot"],
      ...["@pagerduty/pdjs", "node:crypto"],
    ],
    types: ["reconciler", "config"],
  },
  reconciler: { code: ["intervals.ts", "time.ts", "@std/datetime"] },
  forecast: { code: ["reconciler", "intervals.ts", "time.ts"] },
  talking: {
    code: ["intervals.ts", "plain_text.ts", "time.ts"],
    types: ["reconciler", "@slack/types"],
  },
  config: {
    code: [
      ...SETTINGS,
      ...["plain_text.ts", "time.ts", "valibot", "node:crypto"],
    ],
  },
  "shiftlight.config.ts": { code: ["config"] },
  "clock.ts": { code: [] },
  "plain_text.ts": { code: [] },
  "time.ts": { code: ["@std/datetime"] },
  "chunk.ts": { code: [] },
  "intervals.ts": { code: [] },
  "manifest.ts": {
    code: [
      ...["functions", "workflows", "datastores", "external_auth"],
      ...[...CONFIG, ...SDK],
    ],
  },
};

/** `reconciler/plan.ts` is in `reconciler`; a file of the root is its own room. */
function roomOf(target: string): string {
  if (/^(@|node:|npm:|jsr:|deno-slack-)/.test(target)) return packageOf(target);
  return target.split("/")[0]!;
}

function packageOf(target: string): string {
  return target.startsWith("@std/datetime") ? "@std/datetime" : target;
}

/** What is wrong with an import of this file; nothing if it may be. */
function objection(file: string, one: Import): string[] {
  const room = roomOf(file);
  const target = roomOf(one.target);
  if (room === target) return [];
  const { code, types = [] } = ROOMS[room] ?? { code: [] };
  if (code.includes(target) || code.includes(one.target)) return [];
  if (one.typeOnly && types.includes(target)) return [];
  const how = types.includes(target) ? ", but for its types" : "";
  return [`${file} may not import ${one.target}${how}`];
}

/** The files that Slack's build starts from, one bundle each. */
const functions = Object.values(manifest.functions ?? {})
  .map(({ source_file }) => source_file).sort();

const files = sourceFiles();
const graph = await moduleGraph(files);

Deno.test("imports point one way", () => {
  const objections: string[] = [];
  let seen = 0;
  for (const file of appFiles()) {
    const imports = graph.get(file);
    assert(imports, `${file} is not in the graph`);
    seen += imports.length;
    objections.push(...imports.flatMap((one) => objection(file, one)));
  }
  assertEquals(objections, []);
  assert(seen > 100, `only ${seen} imports were looked at`);
});

/**
 * The rooms of `app/`, from the top down. A room may import those of the levels
 * beneath it, and no room of its own level; files that lie in `app/` itself are
 * beneath them all.
 */
const LEVELS = [
  ["steps", "talking"],
  ["home"],
  ["consent", "operators", "presence", "setup"],
  ["sync", "roster"],
  ["handoffs"],
  ["audit", "declared"],
  ["report", "lock"],
  ["state", "messages"],
];

/** `app/sync/batch.ts` is in `sync`; `app/execution.ts` in none. */
function appRoomOf(path: string): string | null {
  return /^app\/(\w+)\//.exec(path)?.[1] ?? null;
}

/** How far down a room of `app/` lies. */
function levelOf(room: string | null): number {
  return room === null
    ? LEVELS.length
    : LEVELS.findIndex((level) => level.includes(room));
}

/** What is wrong with an import within `app/`, also of types alone. */
function upwardImport(file: string, { target }: Import): string[] {
  if (!file.startsWith("app/") || !target.startsWith("app/")) return [];
  const [from, to] = [appRoomOf(file), appRoomOf(target)];
  if (from === to) return [];
  return levelOf(from) < levelOf(to)
    ? []
    : [`${file} may not import ${target}: ${to} is not beneath ${from}`];
}

Deno.test("imports within app/ point downwards", () => {
  const inApp = appFiles().filter((file) => file.startsWith("app/"));
  const upward = inApp.flatMap((file) =>
    graph.get(file)!.flatMap((one) => upwardImport(file, one))
  );
  assertEquals(upward, []);
});

Deno.test("every room of app/ has its level, and every level its rooms", () => {
  const rooms = new Set(
    appFiles().filter((file) => file.startsWith("app/")).map(appRoomOf)
      .filter((room) => room !== null),
  );
  assertEquals([...rooms].sort(), LEVELS.flat().sort());
});

Deno.test("an import that points upwards is objected to, a type too", () => {
  const cases: [file: string, target: string, ok: boolean][] = [
    ["app/steps/apply.ts", "app/sync/batch.ts", true],
    ["app/sync/batch.ts", "app/steps/apply.ts", false],
    ["app/sync/batch.ts", "app/sync/queue.ts", true],
    ["app/sync/batch.ts", "app/roster/members.ts", false],
    ["app/lock/lease.ts", "app/report/report_text.ts", false],
    ["app/consent/opt_in.ts", "app/messages/people.ts", true],
    ["app/messages/people.ts", "app/state/people.ts", false],
    ["app/state/people.ts", "app/execution.ts", true],
    ["app/execution.ts", "app/state/people.ts", false],
    ["app/sync/batch.ts", "slack/call.ts", true],
  ];
  for (const [file, target, ok] of cases) {
    for (const typeOnly of [true, false]) {
      const found = upwardImport(file, { specifier: target, target, typeOnly });
      assertEquals(found.length === 0, ok, `${file} -> ${target}`);
    }
  }
});

/** The first circle found among these files' imports, type-only ones included. */
function circle(files: string[]): string[] | null {
  const done = new Set<string>();
  const visit = (file: string, path: string[]): string[] | null => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const { target } of graph.get(file) ?? []) {
      if (!files.includes(target)) continue;
      const found = visit(target, [...path, file]);
      if (found) return found;
    }
    done.add(file);
    return null;
  };
  for (const file of files) {
    const found = visit(file, []);
    if (found) return found;
  }
  return null;
}

Deno.test("no files of the app import each other in a circle", () => {
  assertEquals(circle(appFiles()), null);
});

Deno.test("every room of the app has its rule, and every rule its room", () => {
  const rooms = [...new Set(appFiles().map(roomOf))].sort();
  assertEquals(rooms, Object.keys(ROOMS).sort());
});

Deno.test("the rules object to what they are there for", () => {
  const cases: [
    file: string,
    target: string,
    typeOnly: boolean,
    ok: boolean,
  ][] = [
    ["reconciler/plan.ts", "slack/call.ts", true, false],
    ["reconciler/plan.ts", "config/schema.ts", true, false],
    ["reconciler/plan.ts", "@std/datetime/constants", false, true],
    ["reconciler/plan.ts", "reconciler/status.ts", false, true],
    ["talking/overview.ts", "reconciler/shift.ts", true, true],
    ["talking/overview.ts", "reconciler/shift.ts", false, false],
    ["talking/overview.ts", "plain_text.ts", false, true],
    ["talking/message.ts", "slack/messages.ts", false, false],
    ["talking/grammar.ts", "clock.ts", false, false],
    ["talking/grammar.ts", "config/schema.ts", true, false],
    ["talking/grammar.ts", "app/execution.ts", true, false],
    ["app/consent/a.ts", "talking/grammar.ts", false, true],
    ["forecast/forecast.ts", "reconciler/plan_part.ts", false, true],
    ["forecast/forecast.ts", "rosters/port.ts", true, false],
    ["reconciler/wanted.ts", "forecast/forecast.ts", true, false],
    ["app/steps/a.ts", "forecast/forecast.ts", true, false],
    ["slack/call.ts", "talking/message.ts", true, false],
    ["slack/call.ts", "reconciler/status.ts", true, true],
    ["slack/call.ts", "reconciler/status.ts", false, false],
    ["slack/call.ts", "node:process", false, false],
    ["rosters/port.ts", "slack/call.ts", true, false],
    ["functions/a.ts", "packages/slack-box/state.ts", true, false],
    ["functions/a.ts", "dev/x.ts", false, false],
    ["functions/a.ts", "@slack/web-api", false, false],
    ["functions/a.ts", "slack/api_client.ts", false, true],
    ["functions/a.ts", "slack/call.ts", false, false],
    ["functions/a.ts", "deno-slack-sdk/mod.ts", false, false],
    ["functions/a.ts", "deno-slack-sdk/mod.ts", true, true],
    ["workflows/a.ts", "deno-slack-sdk/mod.ts", false, true],
    ["functions/a.ts", "@pagerduty/pdjs", false, false],
    ["functions/a.ts", "rosters/read_rosters.ts", false, false],
    ["app/steps/a.ts", "rosters/read_rosters.ts", false, true],
    ["config/schema.ts", "rosters/sources.ts", false, true],
    ["config/schema.ts", "rosters/read_rosters.ts", false, false],
    ["config/schema.ts", "reconciler/decide.ts", true, false],
    ["unknown/a.ts", "reconciler/status.ts", false, false],
  ];
  for (const [file, target, typeOnly, ok] of cases) {
    const found = objection(file, { specifier: target, target, typeOnly });
    assertEquals(found.length === 0, ok, `${file} -> ${target}`);
  }
});

Deno.test("the local workspace is imported by tests and scripts alone", () => {
  const importers = files.filter((file) =>
    graph.get(file)?.some(({ target }) => roomOf(target) === "packages")
  );
  assert(importers.length > 0, "nothing imports the local workspace");
  assertEquals(
    importers.filter((file) => !/^(packages|scripts|tests)\//.test(file)),
    [],
  );
});

Deno.test("only fetch_roster carries what reads rosters", () => {
  const carried = [
    "@pagerduty/pdjs",
    "rosters/read_rosters.ts",
    "rosters/vendors/adapters.ts",
    "rosters/http/request.ts",
  ];
  for (const one of carried) {
    const carriers = functions.filter((file) =>
      reachedBy(graph, file).has(one)
    );
    assertEquals(carriers, ["functions/fetch_roster.ts"], one);
  }
});

Deno.test("functions reach neither the SDK nor what is development's alone", () => {
  assert(functions.length >= 6, `only ${functions.length} functions`);
  for (const file of functions) {
    const reached = [...reachedBy(graph, file)];
    assert(
      reached.includes("functions/slack_sdk.ts"),
      `${file} is no function`,
    );
    // All of the SDK, in every bundle.
    assertEquals(
      reached.filter((one) => one.startsWith("deno-slack-sdk/")),
      [],
      file,
    );
    assertEquals(reached.filter((one) => one === "@slack/web-api"), []);
    assertEquals(reached.filter((one) => /^(packages|tests)\//.test(one)), []);
  }
});

/** Reads the machine's time or chance behind the injected clock's back. */
const AMBIENT = new RegExp(
  [
    /\bDate\.now\b/,
    /\bnew Date(\(\s*\)|(?!\s*\())/,
    /(?<!new )\bDate\(/,
    /\bset(Timeout|Interval)\b/,
    /\bMath\.random\b/,
    /\bperformance\.(now|timeOrigin)\b/,
    /\bAbortSignal\.timeout\b/,
    /\bTemporal\.Now\b/,
  ].map(({ source }) => source).join("|"),
  "g",
);

function ambientUses(source: string): string[] {
  return withoutComments(source).match(AMBIENT) ?? [];
}

Deno.test("tests start Deno in one way", () => {
  const starts = sourceFiles().filter((path) =>
    /(^|\/)tests\//.test(path) &&
    withoutComments(readSource(path)).includes("Deno.execPath")
  );
  assertEquals(starts, [
    "tests/architecture_test.ts",
    "tests/deno_command.ts",
  ]);
});

Deno.test("time and chance are handed in", () => {
  const looked = appFiles().filter((file) => file !== "clock.ts");
  assert(looked.length > 40, `only ${looked.length} files were looked at`);
  assertEquals(
    looked.flatMap((file) =>
      ambientUses(readSource(file)).map((use) => `${file}: ${use}`)
    ),
    [],
  );
});

Deno.test("the search for time and chance finds them", () => {
  assert(ambientUses(readSource("clock.ts")).length >= 3);
  for (
    const use of [
      "Date.now()",
      "new Date()",
      "new Date( ).getTime()",
      "String(Date())",
      "setTimeout(f, 1)",
      "globalThis.setInterval(f)",
      "Math.random()",
      "performance.now()",
      "AbortSignal.timeout(5)",
    ]
  ) assertEquals(ambientUses(`const x = ${use};`).length, 1, use);
  for (
    const use of [
      "new Date(0)",
      "new Date(seconds * 1000)",
      "Date.UTC(2026, 1)",
      "// Date.now()",
      "/* new Date() */",
    ]
  ) assertEquals(ambientUses(`const x = 1; ${use}`), [], use);
});

Deno.test("the cores do nothing to the world", () => {
  const effects = /\b(Deno|console|crypto|fetch|globalThis|process)\b[.(]/g;
  const rooms = [["reconciler/", 10], ["talking/", 10], [
    "forecast/",
    2,
  ]] as const;
  for (const [room, more] of rooms) {
    const core = appFiles().filter((file) => file.startsWith(room));
    assert(core.length > more, `only ${core.length} files were looked at`);
    assertEquals(
      core.flatMap((file) =>
        (withoutComments(readSource(file)).match(effects) ?? [])
          .map((use) => `${file}: ${use}`)
      ),
      [],
    );
  }
});

Deno.test("the way of a write is the one on the map, in at most nine files", () => {
  const map = readSource("docs/ARCHITECTURE.md");
  const path = /```write-path\n([^`]+)\n```/.exec(map)![1]!.split("\n");
  assert(path.length <= 9, `${path.length} files`);
  assertEquals([path[0], path.at(-1)], [
    "functions/apply_status.ts",
    "slack/call.ts",
  ]);
  for (const [at, file] of path.slice(1).entries()) {
    const before = path.slice(0, at + 1);
    // The lock calls back into the step, which goes on with the sync.
    const importers = before.filter((one) =>
      graph.get(one)!.some(({ target }) => target === file)
    );
    assert(importers.length > 0, `no file before ${file} imports it`);
  }
});
