import {
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import type { AppManifest } from "../app.ts";
import { parseScenario } from "../scenario.ts";
import { createWorkspace } from "../workspace.ts";
import { fixtureApp, LINK } from "./fixture/app.ts";
import { SCENARIO, withWorkspace } from "./fixture/workspace.ts";

const BASE = fixtureApp({
  functions: {
    work: {
      inputs: { who: { type: "slack#/types/user_id" } },
      handler: () => ({ outputs: {} }),
    },
  },
});

/** Opens a workspace for the fixture's app after `change` of its manifest. */
function open(change: (manifest: Required<AppManifest>) => void): void {
  const manifest = { types: {}, ...structuredClone(BASE.manifest) };
  change(manifest as Required<AppManifest>);
  const app = { ...BASE, manifest };
  const scenario = parseScenario(SCENARIO, app);
  createWorkspace({ app, scenario }).close();
}

/** Where the workspace refuses the manifest after `change`. */
function refusedAt(change: (manifest: Required<AppManifest>) => void): string {
  const { message } = assertThrows(() => open(change), Error);
  const [who, at] = message.split(": ");
  assertEquals(who, "manifest", message);
  return at!;
}

const S = "slack#/types/";
const WORK = { title: "Work", source_file: "functions/work.ts" };

/** The places where types stand, and how to set one there. */
const PLACES: Record<
  string,
  // deno-lint-ignore no-explicit-any -- definitions are wrong on purpose
  (manifest: Required<AppManifest>, definition: any) => void
> = {
  "functions.work.input_parameters.properties.x": (manifest, definition) => {
    manifest.functions.work!.input_parameters!.properties.x = definition;
  },
  "functions.work.output_parameters.properties.x": (manifest, definition) => {
    manifest.functions.work!.output_parameters!.properties.x = definition;
  },
  "workflows.work.input_parameters.properties.x": (manifest, definition) => {
    manifest.workflows.work!.input_parameters!.properties.x = definition;
  },
  "datastores.consents.attributes.x": (manifest, definition) => {
    manifest.datastores.consents!.attributes.x = definition;
  },
  "types.x": (manifest, definition) => {
    manifest.types.x = definition;
  },
};

Deno.test("parameters, attributes and custom types are of documented types", () => {
  const text = { type: "string" };
  const right = [
    ...["string", "boolean", "integer", "number"],
    ...["user_id", "usergroup_id", "timestamp", "date", "rich_text"]
      .map((name) => S + name),
    "#/types/own",
  ].map((type) => ({ type }));
  const wrong: [Record<string, unknown>, string][] = [
    ...[
      "strings",
      "int",
      "any",
      "",
      "toString",
      `${S}group_id`,
      S,
      "#/types/no",
    ]
      .map((type): [Record<string, unknown>, string] => [{ type }, ".type"]),
    [{}, ".type"],
    [{ type: `${S}form_input_object` }, ".type"],
    [{ type: "array" }, ".items"],
    [{ type: "array", items: { type: "no" } }, ".items.type"],
    [{ type: "array", items: { type: "array" } }, ".items.items"],
    [{ type: "object" }, ".properties"],
    [
      { type: "object", properties: { a: { type: "no" } } },
      ".properties.a.type",
    ],
  ];
  for (const [place, set] of Object.entries(PLACES)) {
    for (
      const definition of [
        ...right,
        { type: "array", items: text },
        { type: "object", properties: { a: text } },
      ]
    ) {
      open((manifest) => {
        manifest.types.own = { type: "string" };
        set(manifest, definition);
      });
    }
    for (const [definition, at] of wrong) {
      assertEquals(
        refusedAt((manifest) => set(manifest, definition)),
        place + at,
        JSON.stringify(definition),
      );
    }
  }
});

Deno.test("a required parameter is one that there is", () => {
  const set = { properties: {}, required: ["x"] };
  assertEquals(
    refusedAt(({ functions }) => functions.work!.input_parameters = set),
    "functions.work.input_parameters.required",
  );
  assertEquals(
    refusedAt(({ workflows }) => workflows.work!.input_parameters = set),
    "workflows.work.input_parameters.required",
  );
});

Deno.test("a datastore has a key that is a string, and expires by a timestamp", () => {
  const attributes = { id: { type: "integer" }, at: { type: "integer" } };
  const store = { primary_key: "id", attributes };
  const text = { type: "string" };
  assertEquals(
    refusedAt(({ datastores }) => datastores.x = store),
    "datastores.x.primary_key",
  );
  assertEquals(
    refusedAt(({ datastores }) =>
      datastores.x = { primary_key: "no", attributes: { id: text } }
    ),
    "datastores.x.primary_key",
  );
  for (const time_to_live_attribute of ["at", "no"]) {
    assertEquals(
      refusedAt(({ datastores }) =>
        datastores.x = {
          primary_key: "id",
          time_to_live_attribute,
          attributes: { ...attributes, id: text },
        }
      ),
      "datastores.x.time_to_live_attribute",
    );
  }
  for (const type of [`${S}blocks`, `${S}credential/oauth2`]) {
    assertEquals(
      refusedAt(({ datastores }) =>
        datastores.x = {
          primary_key: "id",
          attributes: { id: text, x: { type } },
        }
      ),
      "datastores.x.attributes.x.type",
    );
  }
});

Deno.test("names, titles and numbers are within Slack's limits", () => {
  const many = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, n) => [`one_${n}`, WORK]),
    );
  const flow = { title: "Flow", steps: [] };
  const flows = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, n) => [`flow_${n}`, flow]),
    );
  const domains = (count: number) =>
    Array.from({ length: count }, (_, n) => `${n}.example.com`);
  const long = "x".repeat(101);
  // What is just within the limits is accepted.
  open((manifest) => {
    Object.assign(manifest.functions, many(49));
    Object.assign(manifest.workflows, flows(99));
    manifest.outgoing_domains = domains(10);
    manifest.functions.work!.title = "x".repeat(255);
  });
  open(({ functions }) => functions[long.slice(1)] = WORK);
  const refused: [string, (manifest: Required<AppManifest>) => void][] = [
    ["functions", ({ functions }) => Object.assign(functions, many(50))],
    ["workflows", ({ workflows }) => Object.assign(workflows, flows(100))],
    ["outgoing_domains", (manifest) => manifest.outgoing_domains = domains(11)],
    ["oauth_config.scopes.bot", (manifest) => {
      manifest.oauth_config.scopes.bot = [];
    }],
    [`functions.${long}`, ({ functions }) => functions[long] = WORK],
    [`workflows.${long}`, ({ workflows }) => workflows[long] = flow],
    ["functions.work.title", ({ functions }) => {
      functions.work!.title = "x".repeat(256);
    }],
    ["workflows.work.title", ({ workflows }) => workflows.work!.title = ""],
  ];
  for (const [at, change] of refused) assertEquals(refusedAt(change), at);
});

Deno.test("a trigger that Slack would refuse is not installed", async () => {
  const fixture = {
    functions: { work: { handler: () => ({ outputs: {} }) } },
    inputs: { who: { type: "string" } },
    required: ["who"],
  };
  const inputs = { who: { value: "alice" } };
  const wrong: [Record<string, unknown>, string][] = [
    [{}, "invalid_trigger_inputs"],
    [{ inputs, color: "red" }, "/color"],
    [{ inputs, type: "timer" }, "type must be one of"],
    [{ inputs, type: "scheduled" }, "schedule"],
  ];
  for (const [change, why] of wrong) {
    const triggers = [{ ...LINK, inputs: {}, ...change }];
    const opened = withWorkspace({ ...fixture, triggers }, {}, () => {
      throw new Error("it was installed");
    });
    const error = await assertRejects(() => opened, Error);
    assertStringIncludes(error.message, "trigger Go: Slack answers");
    assertStringIncludes(error.message, why);
  }
  await withWorkspace(
    { ...fixture, triggers: [{ ...LINK, inputs }] },
    {},
    async ({ go }) => assertEquals((await go()).status, "completed"),
  );
});
