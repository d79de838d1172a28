import { assert, assertEquals, assertLess, assertMatch } from "@std/assert";
import { Schema } from "deno-slack-sdk/mod.ts";
import { outgoingDomains } from "../config/outgoing_domains.ts";
import { USER_SCOPES } from "../external_auth/slack_account.ts";
import app from "../manifest.ts";
import { problemWithForm } from "../packages/slack-box/engine/form_rules.ts";
import config from "../shiftlight.config.ts";
import { eventTriggers } from "../triggers/event_triggers.ts";
import { denoCommand } from "./deno_command.ts";
import { appFiles, readSource, ROOT, withoutComments } from "./source_files.ts";

interface Parameter {
  type: string;
  title?: string;
  items?: { type: string };
}
interface Parameters {
  properties: Record<string, Parameter>;
  required: string[];
}
interface Step {
  id: string;
  function_id: string;
  inputs: Record<string, unknown>;
}
interface Definition {
  title: string;
  description?: string;
  source_file: string;
  input_parameters: Parameters;
  output_parameters: Parameters;
}
interface Workflow extends Definition {
  steps: Step[];
}
interface Datastore {
  primary_key: string;
  time_to_live_attribute?: string;
  attributes: Record<string, { type: string }>;
}

interface Provider {
  options: { scope: string[] };
}

/** The manifest as Slack gets to see it: custom types have become names. */
const manifest = JSON.parse(JSON.stringify(app)) as {
  display_information: { name: string; description: string };
  icon: string;
  oauth_config: { scopes: { bot: string[] } };
  outgoing_domains?: string[];
  functions: Record<string, Definition>;
  workflows: Record<string, Workflow>;
  datastores: Record<string, Datastore>;
  external_auth_providers?: { oauth2?: Record<string, Provider> };
};
const { functions, workflows, datastores } = manifest;
const providers = Object.values(manifest.external_auth_providers?.oauth2 ?? {});

/** Slack's own functions, by the id that a step names. */
const slackFunctions = new Map(
  Object.values(Schema.slack.functions).map((one) => {
    const { definition } = one as unknown as {
      definition: Definition & { callback_id: string };
    };
    return [definition.callback_id, definition];
  }),
);

const INTERACTIVITY = "slack#/types/interactivity";

Deno.test("outgoing domains are those that the configuration reaches, at most ten", () => {
  const domains = manifest.outgoing_domains ?? [];
  assertEquals([...domains].sort(), outgoingDomains(config));
  assert(domains.length > 0 && domains.length <= 10, `${domains.length}`);
});

Deno.test("ids, titles and descriptions are within length", () => {
  const all = [...Object.entries(functions), ...Object.entries(workflows)];
  assert(all.length >= 9, `only ${all.length} functions and workflows`);
  for (const [id, { title, description = "" }] of all) {
    assertMatch(id, /^[a-z][a-z0-9_]{0,99}$/);
    assert(title.length > 0 && title.length <= 255, `${id}: ${title}`);
    assert(description.length > 0 && description.length <= 255, id);
  }
});

Deno.test("the app's own names are within length", () => {
  const { name, description } = manifest.display_information;
  assert(name.length <= 35 && description.length <= 140);
  assert(Deno.statSync(`${ROOT}/${manifest.icon}`).isFile, "no icon");
});

Deno.test("every function's file is there and has a handler", async () => {
  const all = Object.entries(functions);
  assert(all.length >= 6, `only ${all.length} functions`);
  for (const [id, { source_file }] of all) {
    assertEquals(source_file, `functions/${id}.ts`);
    const module = await import(`../${source_file}`);
    assertEquals(typeof module.default, "function", source_file);
  }
});

function isObject(parameter: Parameter): boolean {
  const types = [parameter.type, parameter.items?.type ?? ""];
  // Interactivity is an object to Slack alone; a custom type may be one.
  return types.some((type) =>
    type === "object" || String(type).startsWith("#/types/")
  );
}

Deno.test("no custom step takes an object", () => {
  assert(isObject({ type: "object" }));
  assert(isObject({ type: "array", items: { type: "object" } }));
  for (const [id, { input_parameters }] of Object.entries(functions)) {
    for (const [name, one] of Object.entries(input_parameters.properties)) {
      assertEquals(isObject(one), false, `${id}.${name}`);
    }
  }
});

/** Steps that act on the person who clicked, and steps that ask who clicked. */
const ON_ONESELF = [
  "answer_click",
  "clear_my_status",
  "declare_deploy_freeze",
  "end_declared",
  "home",
  "my_history",
  "my_presence",
  "record_consent",
  "set_choice",
  "skip_shift",
  "set_my_presence",
  "set_my_status",
  "start_focus_time",
  "take_time_off",
  "undo_end",
  "withdraw_consent",
];
const FOR_INSTALLERS = ["set_up"];
const FOR_OPERATORS = [
  "confirm_early_ends",
  "put_everybody_back",
  "put_one_person_back",
  "switch_mode",
];

Deno.test("only the steps that act on a click require interactivity", () => {
  const interactive = Object.entries(functions)
    .filter(([, { input_parameters: { properties } }]) =>
      Object.values(properties).some(({ type }) => type === INTERACTIVITY)
    )
    .map(([id, { input_parameters: { properties, required } }]) => {
      const [name] = Object.entries(properties)
        .find(([, { type }]) => type === INTERACTIVITY)!;
      assert(required.includes(name), `${id}.${name} is not required`);
      return id;
    });
  const expected = [
    ...ON_ONESELF,
    ...FOR_OPERATORS,
    ...FOR_INSTALLERS,
  ].sort();
  assertEquals(interactive.sort(), expected);
});

Deno.test("the steps that act on the person who clicked take no other person", () => {
  for (const id of ON_ONESELF) {
    const { properties } = functions[id]!.input_parameters;
    const people = Object.entries(properties).filter(([name, { type }]) =>
      type === "slack#/types/user_id" || /user|person|member/.test(name)
    );
    assertEquals(people, [], id);
  }
});

function definitionOf({ function_id }: Step): Definition {
  const own = functions[function_id.replace("#/functions/", "")];
  const definition = own ?? slackFunctions.get(function_id);
  assert(definition, `${function_id} is no function`);
  return definition;
}

/** `{{inputs.a}}`, `{{steps.0.b}}`: what an input of a step refers to. */
function references(value: unknown): string[][] {
  const text = JSON.stringify(value) ?? "";
  return [...text.matchAll(/\{\{([^}]+)\}\}/g)].map(([, path]) =>
    path!.split(".")
  );
}

Deno.test("every step of every workflow gets the inputs it requires", () => {
  let wired = 0;
  for (const [id, { steps }] of Object.entries(workflows)) {
    assert(steps.length > 0, `${id} has no steps`);
    for (const step of steps) {
      const { properties, required } = definitionOf(step).input_parameters;
      const given = Object.keys(step.inputs);
      for (const name of required) {
        assert(given.includes(name), `${id}: ${step.function_id} ${name}`);
        wired++;
      }
      for (const name of given) {
        assert(name in properties, `${id}: ${step.function_id} ${name}`);
      }
    }
  }
  assert(wired > 5, `only ${wired} inputs were looked at`);
});

Deno.test("steps refer to inputs and outputs that are there", () => {
  let seen = 0;
  for (const [id, workflow] of Object.entries(workflows)) {
    workflow.steps.forEach((step, index) => {
      for (const [kind, first, second] of references(step.inputs)) {
        seen++;
        const what = `${id}, step ${index}: ${kind}.${first}.${second}`;
        if (kind === "inputs") {
          assert(first! in workflow.input_parameters.properties, what);
          continue;
        }
        assertEquals(kind, "steps", what);
        assertLess(Number(first), index, what);
        const source = definitionOf(workflow.steps[Number(first)]!);
        assert(second! in source.output_parameters.properties, what);
      }
    });
  }
  assert(seen > 5, `only ${seen} references were looked at`);
});

Deno.test("a form opens first, and its titles are within length", () => {
  let elements = 0;
  for (const [id, { steps }] of Object.entries(workflows)) {
    steps.forEach(({ function_id, inputs }, index) => {
      if (function_id !== "slack#/functions/open_form") return;
      assertEquals(index, 0, id);
      const { title, fields } = inputs as {
        title: string;
        fields: { elements: { title: string }[] };
      };
      assert(title.length <= 24, `${id}: ${title}`);
      for (const element of fields.elements) {
        assert(element.title.length <= 25, `${id}: ${element.title}`);
        elements++;
      }
    });
  }
  assert(elements >= 5, `only ${elements} form elements were looked at`);
});

Deno.test("Slack opens every form of every workflow", () => {
  let forms = 0;
  for (const [id, { steps }] of Object.entries(workflows)) {
    for (const { function_id, inputs } of steps) {
      if (function_id !== "slack#/functions/open_form") continue;
      forms++;
      assertEquals([id, problemWithForm(inputs)], [id, null]);
    }
  }
  assert(forms >= 7, `only ${forms} forms were looked at`);
});

Deno.test("datastores have their keys among their attributes", () => {
  const all = Object.entries(datastores);
  assert(all.length >= 4, `only ${all.length} datastores`);
  for (const [name, datastore] of all) {
    const { primary_key, time_to_live_attribute, attributes } = datastore;
    assertMatch(name, /^[a-z][a-z0-9_]{0,99}$/);
    assertEquals(attributes[primary_key]?.type, "string", name);
    if (time_to_live_attribute !== undefined) {
      const { type } = attributes[time_to_live_attribute]!;
      assertEquals(type, "slack#/types/timestamp", name);
    }
  }
});

type Owner = "app" | "person";

/** Which token each method is called with here, and the scope it needs. */
const METHODS: Record<string, [Owner, scope: string | null]> = {
  "apps.auth.external.delete": ["app", null],
  "apps.auth.external.get": ["app", null],
  "apps.datastore.bulkDelete": ["app", "datastore:write"],
  "apps.datastore.bulkGet": ["app", "datastore:read"],
  "apps.datastore.bulkPut": ["app", "datastore:write"],
  "apps.datastore.count": ["app", "datastore:read"],
  "apps.datastore.delete": ["app", "datastore:write"],
  "apps.datastore.get": ["app", "datastore:read"],
  "apps.datastore.put": ["app", "datastore:write"],
  "apps.datastore.query": ["app", "datastore:read"],
  "apps.datastore.update": ["app", "datastore:write"],
  "auth.test": ["app", null],
  "chat.getPermalink": ["app", null],
  "chat.postEphemeral": ["app", "chat:write"],
  "chat.postMessage": ["app", "chat:write"],
  "chat.update": ["app", "chat:write"],
  "conversations.info": ["app", "channels:read"],
  "dnd.endSnooze": ["person", "dnd:write"],
  "dnd.info": ["person", "dnd:read"],
  "dnd.setSnooze": ["person", "dnd:write"],
  "emoji.list": ["app", "emoji:read"],
  "usergroups.list": ["app", "usergroups:read"],
  "usergroups.users.list": ["app", "usergroups:read"],
  "users.getPresence": ["person", "users:read"],
  "users.info": ["app", "users:read"],
  "users.list": ["app", "users:read"],
  "users.lookupByEmail": ["app", "users:read.email"],
  "users.profile.get": ["app", "users.profile:read"],
  "users.profile.set": ["person", "users.profile:write"],
  "users.setPresence": ["person", "users:write"],
  "workflows.triggers.create": ["app", "triggers:write"],
  "workflows.triggers.delete": ["app", "triggers:write"],
  "workflows.triggers.list": ["app", "triggers:read"],
  "workflows.triggers.update": ["app", "triggers:write"],
};

/** Scopes that go with others, or with steps and triggers instead of calls. */
const GOES_WITH: Record<string, string> = {
  // Slack has one for public and one for private channels.
  "channels:read": "groups:read",
  // An e-mail address is a field of a user.
  "users:read.email": "users:read",
};

/** What Slack's own steps need of an app whose workflows have them. */
const STEP_SCOPES: Record<string, string[]> = {
  "slack#/functions/open_form": [],
  "slack#/functions/send_dm": ["chat:write"],
  "slack#/functions/send_message": ["chat:write"],
  "slack#/functions/send_ephemeral_message": ["chat:write"],
};

/** What Slack needs for an event (Slack's docs: event triggers): of messages, those of the app's own conversations alone. */
const EVENT_SCOPES: Record<string, string[]> = {
  "slack#/events/app_mentioned": ["app_mentions:read"],
  "slack#/events/message_posted": ["im:history"],
  "slack#/events/user_joined_channel": ["channels:read", "groups:read"],
};

const METHOD =
  /"((?:admin|apps|auth|calls|chat|conversations|dnd|emoji|functions|reactions|team|usergroups|users|views|workflows)(?:\.[a-z]\w*)+)"/g;

/** The methods that the app's code names, and where. */
function methodsUsed(): Map<string, string[]> {
  const used = new Map<string, string[]>();
  for (const file of appFiles()) {
    for (
      const [, method] of withoutComments(readSource(file)).matchAll(METHOD)
    ) {
      used.set(method!, [...used.get(method!) ?? [], file]);
    }
  }
  return used;
}

function scopesOf(methods: Iterable<string>, owner: Owner): string[] {
  const scopes = [...methods].flatMap((method) => {
    const [whose, scope] = METHODS[method]!;
    return whose === owner && scope !== null ? [scope] : [];
  });
  return unique([
    ...scopes,
    ...scopes.flatMap((scope) => GOES_WITH[scope] ?? []),
  ]);
}

function unique(values: string[]): string[] {
  return [...new Set(values)].sort();
}

Deno.test("only slack/ calls Slack, with methods from the table here", () => {
  const used = methodsUsed();
  assert(used.size >= 10, `only ${used.size} methods were found`);
  for (const [method, files] of used) {
    assert(method in METHODS, `${method} has no row in the table of methods`);
    assert(files.some((file) => file.startsWith("slack/")), method);
  }
  const callers = appFiles().filter((file) =>
    /\bapiCall\(|(?<![.\w])call\(|\bclient\.(?!apiCall\b)\w+[.(]/
      .test(withoutComments(readSource(file)))
  );
  assert(callers.includes("slack/call.ts"), "the one call was not found");
  assertEquals(callers.filter((file) => !file.startsWith("slack/")), []);
});

Deno.test("the app asks for exactly the scopes that its calls need", () => {
  const steps = Object.values(workflows).flatMap((one) => one.steps)
    .filter(({ function_id }) => !function_id.startsWith("#/functions/"))
    .flatMap(({ function_id }) => {
      const scopes = STEP_SCOPES[function_id];
      assert(scopes, `${function_id} has no row in the table of steps`);
      return scopes;
    });
  const events = eventTriggers("UAPP").flatMap(({ event }) => {
    const scopes = EVENT_SCOPES[event.event_type];
    assert(scopes, `${event.event_type} has no row in the table of events`);
    return scopes;
  });
  const needed = unique([
    ...scopesOf(methodsUsed().keys(), "app"),
    ...steps,
    ...events,
  ]);
  assertEquals(unique(manifest.oauth_config.scopes.bot), needed);
});

Deno.test("people are asked for exactly the scopes that calls in their name need", () => {
  assertEquals(providers.length, 1);
  const asked = providers[0]!.options.scope.flatMap((one) => one.split(","));
  const needed = scopesOf(methodsUsed().keys(), "person");
  assert(needed.includes("users.profile:write"));
  assertEquals(unique(asked), needed);
});

Deno.test("the companion app's manifest asks for the scopes that connecting asks for, at Slack's address", () => {
  const { oauth_config: { redirect_urls, scopes } } = JSON.parse(
    readSource("companion/manifest.json"),
  );
  assertEquals(
    [...scopes.user, ...scopes.user_optional].sort(),
    USER_SCOPES.toSorted(),
  );
  assertEquals(redirect_urls, [
    "https://oauth2.slack.com/external/auth/callback",
  ]);
  // A status needs these; people may refuse the others.
  assert(scopes.user.includes("users.profile:write"));
});

Deno.test("importing any file of the app has no side effect", async () => {
  const files = appFiles();
  assert(files.length > 40, `only ${files.length} files`);
  const script = files.map((file) => `await import("./${file}");`).join("\n");
  // Only `dev/config.ts` reads the environment.
  const env = "--allow-env=SHIFTLIGHT_OWN_CONFIG";
  const options = ["--no-prompt", "--quiet", "--allow-read", env];
  const command = denoCommand("run", [...options, "--ext=ts", "-"], {
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  });
  const child = command.spawn();
  // A timer or a server left running would keep it from ending.
  const limit = setTimeout(() => child.kill(), 20_000);
  const stdin = child.stdin.getWriter();
  await stdin.write(new TextEncoder().encode(script));
  await stdin.close();
  const { success, stdout, stderr } = await child.output();
  clearTimeout(limit);
  const said = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  assertEquals(said, ["", ""]);
  assert(success);
});
