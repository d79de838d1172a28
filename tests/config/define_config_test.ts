import { assert, assertEquals, assertThrows } from "@std/assert";
import { defineConfig } from "../../config/define_config.ts";
import type { ConfigInput } from "../../config/schema.ts";
import type { SourceConfig } from "../../rosters/sources.ts";

const onCall: ConfigInput["states"][string] = {
  text: "On call until {until}",
  emoji: ":pager:",
  priority: 2,
};
const source: SourceConfig = {
  type: "pagerduty",
  id: "pagerduty",
  state: "on_call",
  schedules: ["PI7DH85"],
};
const valid: ConfigInput = { states: { on_call: onCall }, sources: [source] };

/** The lines after the heading; a valid configuration has none. */
function problems(input: unknown): string[] {
  const error = assertThrows(() => defineConfig(input as ConfigInput), Error);
  const [heading, ...lines] = error.message.split("\n");
  assertEquals(heading, "The configuration cannot be used:");
  return lines.map((line) => line.trim());
}

const withState = (state: object, name = "on_call") => ({
  ...valid,
  states: { on_call: onCall, [name]: { ...onCall, ...state } },
});
const withSource = (part: object) => ({
  ...valid,
  sources: [{ ...source, ...part }],
});

Deno.test("defaults are filled in", () => {
  assertEquals(defineConfig(valid), {
    states: {
      on_call: {
        ...onCall,
        level_texts: {},
        dnd: false,
        away: false,
        expiry: "shift_end",
      },
    },
    sources: [{
      type: "pagerduty",
      id: source.id,
      state: source.state,
      schedules: ["PI7DH85"],
      escalation_policies: [],
      levels: null,
      region: "us",
      token: "PAGERDUTY_TOKEN",
    }],
    people: {},
    aliases: [],
    placeholders: ["Nobody"],
    poll_minutes: 15,
    report_channel: null,
    report_texts: true,
    operators: [],
    freeze_managers: [],
    workflow_texts: false,
    talk: { docs_url: null },
    handoffs: { hours: 6, at_most: 30 },
    time_zone: "UTC",
    working_day_end: "17:00",
    companion_app: null,
    mode: "preview",
    audit_days: 90,
    limits: {
      roster_hours: 336,
      function_seconds: 60,
      early_end_share: 0.5,
      rates: "documented",
    },
  });
});

Deno.test("a checked configuration is valid, and stays as it is", () => {
  const config = defineConfig({
    ...valid,
    people: { "Ann@Example.com": "U0123456789", "pagerduty:PXPGF42": "W012" },
    poll_minutes: 30,
    report_channel: "C0123456789",
    operators: ["U0123456789"],
    time_zone: "Asia/Kolkata",
    companion_app: { client_id: "1.2" },
    mode: "enforce",
    audit_days: 730,
    limits: { roster_hours: 720, early_end_share: 1, rates: "none" },
  });
  assertEquals(config.people, {
    "ann@example.com": "U0123456789",
    "pagerduty:PXPGF42": "W012",
  });
  assertEquals([config.mode, config.audit_days], ["enforce", 730]);
  assertEquals(config.limits, {
    roster_hours: 720,
    function_seconds: 60,
    early_end_share: 1,
    rates: "none",
  });
  assertEquals(defineConfig(config), config);
});

Deno.test("emoji and templates that are fine", () => {
  const emojis = [
    ":+1:",
    ":wave::skin-tone-3:",
    ":flag-gb:",
    ":größe:",
    ":100:",
  ];
  const texts = [
    "On call",
    "当番 {until}",
    "{label} 🔥 {until}",
    "x".repeat(80),
  ];
  for (const emoji of emojis) defineConfig(withState({ emoji }));
  for (const text of texts) defineConfig(withState({ text }));
  assertEquals(emojis.length + texts.length, 9);
});

Deno.test("a label is what people say, and stands for one state", () => {
  for (
    const label of ["on call", "Dienst am Bau", "third-line", "l'astreinte"]
  ) {
    defineConfig(withState({ label }));
  }
  for (
    const label of ["", "on_call", "*on call*", "<!channel>", "two\nlines"]
  ) {
    const [found, ...rest] = problems(withState({ label }));
    assert(found?.startsWith("states.on_call.label: "), `${label}: ${found}`);
    assertEquals(rest, []);
  }
  const states = {
    on_call: { ...onCall, label: "duty" },
    pto: { text: "Away {until}", emoji: ":zzz:", priority: 9, label: "Duty" },
  };
  assertEquals(problems({ ...valid, states }), [
    `states.pto.label: "Duty" is also the label of "on_call"`,
  ]);
});

Deno.test("every problem is listed at once, each with its path", () => {
  const found = problems({
    states: {
      on_call: { ...onCall, emoji: ":pager", dnd: true, colour: "red" },
      pto: { text: "{until}", emoji: ":palm_tree:", priority: "high" },
    },
    sources: [{ ...source, state: "oncall", schedules: [] }],
    poll_minutes: 7,
    colour: "red",
  });
  assertEquals(found, [
    `states.on_call.emoji: ":pager" needs a colon on both sides, such as ":pager:"`,
    `states.on_call.colour: is not a setting`,
    `states.pto.text: "{until}" needs words of its own beside placeholders, such as "On call until {until}"`,
    `states.pto.priority: must be a number, not "high"`,
    `sources[0].schedules: needs at least one schedule's id, such as ["PI7DH85"], or one of escalation_policies`,
    `poll_minutes: must be one of 15, 20, 30, 60, not 7`,
    `colour: is not a setting`,
  ]);
});

Deno.test("no source is called as what people declare themselves", () => {
  assertEquals(problems(withSource({ id: "declared" })), [
    `sources[0].id: "declared" stands for what people declare themselves; choose another`,
  ]);
});

Deno.test("all sources of BambooHR are of one company", () => {
  const companyOf = (id: string, company: string) => ({
    type: "bamboohr",
    id,
    state: "on_call",
    company,
  });
  const sources = [
    source,
    companyOf("hr", "acme"),
    companyOf("hr_too", "Acme"),
    companyOf("hr_de", "acme-de"),
  ];
  assertEquals(problems({ ...valid, sources }), [
    `sources[3].company: "acme-de" is another company than that of sources[1], "acme"; BambooHR's numbers of employees would be taken for each other`,
  ]);
  const one = sources.slice(0, 3);
  assert(defineConfig({ ...valid, sources: one } as ConfigInput));
});

Deno.test("a stack of Grafana is an address, or none", () => {
  const grafana = (stack?: string | null) => ({
    ...valid,
    sources: [{
      type: "grafana",
      id: "irm",
      state: "on_call",
      url: "https://oncall.example.com/oncall",
      schedules: ["Payments"],
      ...(stack === undefined ? {} : { stack }),
    }],
  });
  for (const stack of ["https://acme.grafana.net", null, undefined]) {
    assert(defineConfig(grafana(stack) as ConfigInput));
  }
  assertEquals(problems(grafana("acme")), [
    `sources[0].stack: must be an address beginning with https://, such as "https://rosters.example.com/shifts"`,
  ]);
});

Deno.test("settings that are fine alone and contradict each other", () => {
  const found = problems({
    states: {
      on_call: { ...onCall, dnd: true, away: true },
      pto: { text: "Away {until}", emoji: ":palm_tree:", priority: 2 },
      rest: { text: "{label} AWAY", emoji: ":zzz:", priority: 3 },
      broken: { ...onCall, emoji: "" },
    },
    sources: [
      { ...source, state: "oncall" },
      { ...source, id: "second" },
      { ...source, region: "eu" },
    ],
  });
  assertEquals(found, [
    `states.broken.emoji: "" is not an emoji's name, such as ":pager:"`,
    `states.on_call.dnd: must stay off: the app never silences a person on call`,
    `states.on_call.away: must stay off: the app never silences a person on call`,
    `states.pto.priority: 2 is also the priority of "on_call"; one of them must win`,
    `states.rest.text: "{label} AWAY" looks like the text of "pto"; their words must differ`,
    `sources[0].state: "oncall" is not among the states: on_call, pto, rest, broken; did you mean "on_call"?`,
    `sources[2].id: "pagerduty" is also the id of sources[0]`,
  ]);
});

Deno.test("texts of all levels must differ, and have words of their own", () => {
  const onCall = {
    text: "On call until {until}",
    emoji: ":pager:",
    priority: 1,
  };
  const found = problems({
    states: {
      on_call: {
        ...onCall,
        level_texts: {
          "2": "Backup until {until}",
          "3": "{label} BACKUP until",
          "4": "on call {label} until",
        },
      },
      pto: {
        text: "Backup {label} until {until}",
        level_texts: { "9": "{until}" },
        emoji: ":x:",
        priority: 2,
      },
    },
    sources: [],
  });
  assertEquals(found, [
    `states.pto.level_texts.9: "{until}" needs words of its own beside placeholders, such as "On call until {until}"`,
    `states.on_call.level_texts.3: "{label} BACKUP until" looks like the text of "on_call" from level 2 on; their words must differ`,
    `states.on_call.level_texts.4: "on call {label} until" looks like the text of "on_call"; their words must differ`,
  ]);
});

/** One mistake each, and the one line it must get. */
const MISTAKES: [string, unknown, string][] = [
  [
    "no states",
    { ...valid, states: {}, sources: [] },
    "states: needs at least one state",
  ],
  ["states missing", { sources: [] }, "states: is missing"],
  ["no configuration", undefined, "configuration: is missing"],
  ["a list", [], "states: is missing"],
  [
    "a state's name",
    withState({ text: "Off {until}", priority: 1 }, "Day off"),
    `states["Day off"]: may have small letters, digits and "_" only, up to 40, a letter first`,
  ],
  ["text missing", {
    ...valid,
    states: { on_call: { emoji: ":pager:", priority: 1 } },
  }, "states.on_call.text: is missing"],
  [
    "an unknown expiry",
    withState({ expiry: "never" }),
    `states.on_call.expiry: must be one of "shift_end", "lease", not "never"`,
  ],
  [
    "an emoji without colons",
    withState({ emoji: "pager" }),
    `states.on_call.emoji: "pager" needs a colon on both sides, such as ":pager:"`,
  ],
  [
    "two emoji",
    withState({ emoji: ":a::b:" }),
    `states.on_call.emoji: ":a::b:" is not an emoji's name, such as ":pager:"`,
  ],
  [
    "a pictograph",
    withState({ emoji: "📟" }),
    `states.on_call.emoji: "📟" is not an emoji's name, such as ":pager:"`,
  ],
  [
    "a pictograph between colons",
    withState({ emoji: ":📟:" }),
    `states.on_call.emoji: ":📟:" is not an emoji's name, such as ":pager:"`,
  ],
  [
    "a template of placeholders",
    withState({ text: "{label} {until}" }),
    `states.on_call.text: "{label} {until}" needs words of its own beside placeholders, such as "On call until {until}"`,
  ],
  [
    "a template of spaces",
    withState({ text: "  " }),
    `states.on_call.text: "  " needs words of its own beside placeholders, such as "On call until {until}"`,
  ],
  [
    "a template of punctuation",
    withState({ text: "{label} - {until}" }),
    `states.on_call.text: "{label} - {until}" needs words of its own beside placeholders, such as "On call until {until}"`,
  ],
  [
    "a long template",
    withState({ text: "x".repeat(81) + "{until}" }),
    "states.on_call.text: has 81 characters beside its placeholders; at most 80 fit",
  ],
  [
    "an unknown placeholder",
    withState({ text: "On call {untill}" }),
    `states.on_call.text: "{untill}" is not a placeholder; there are {until} and {label}`,
  ],
  [
    "a brace left open",
    withState({ text: "On call {until" }),
    `states.on_call.text: "On call {until" has a brace without its partner`,
  ],
  [
    "a priority that is no number",
    withState({ priority: NaN }),
    "states.on_call.priority: must be a number, not NaN",
  ],
  [
    "an endless priority",
    withState({ priority: Infinity }),
    "states.on_call.priority: must be a number from 0 up",
  ],
  [
    "an unknown kind of source",
    withSource({ type: "pagerdutty" }),
    `sources[0].type: must be one of "bamboohr", "grafana", "ical", "incident_io", "jsm", "json", "opsgenie", "pagerduty", not "pagerdutty"; did you mean "pagerduty"?`,
  ],
  [
    "a mistyped setting",
    { ...valid, reportChannel: "C0123456789" },
    `reportChannel: is not a setting; did you mean "report_channel"?`,
  ],
  [
    "a mistyped setting of a source",
    withSource({ shedules: ["PI7DH85"] }),
    `sources[0].shedules: is not a setting; did you mean "schedules"?`,
  ],
  [
    "a mistyped setting of a state",
    withState({ prority: 3 }),
    `states.on_call.prority: is not a setting; did you mean "priority"?`,
  ],
  [
    "a mistyped mode",
    { ...valid, mode: "Enforce" },
    `mode: must be one of "preview", "enforce", not "Enforce"; did you mean "enforce"?`,
  ],
  [
    "a setting that is no object",
    { ...valid, limits: "none" },
    `limits: must be an object, not "none"`,
  ],
  [
    "a source's id",
    withSource({ id: "a b" }),
    `sources[0].id: "a b" may have letters, digits, "_" and "-" only, up to 40`,
  ],
  [
    "a schedule's id",
    withSource({ schedules: ["P1", "P 2"] }),
    `sources[0].schedules[1]: "P 2" is not a schedule's id, such as "PI7DH85"`,
  ],
  [
    "an unknown mode",
    { ...valid, mode: "dry_run" },
    `mode: must be one of "preview", "enforce", not "dry_run"`,
  ],
  [
    "an audit log kept for no time",
    { ...valid, audit_days: 0 },
    "audit_days: must be a whole number from 1 to 730, not 0",
  ],
  [
    "an audit log kept for ever",
    { ...valid, audit_days: 731 },
    "audit_days: must be a whole number from 1 to 730, not 731",
  ],
  [
    "no early end at all",
    { ...valid, limits: { early_end_share: 0 } },
    "limits.early_end_share: must be above 0 and at most 1, not 0",
  ],
  [
    "more early ends than there are",
    { ...valid, limits: { early_end_share: 1.1 } },
    "limits.early_end_share: must be above 0 and at most 1, not 1.1",
  ],
  [
    "rates of one's own",
    { ...valid, limits: { rates: "fast" } },
    `limits.rates: must be one of "documented", "none", not "fast"`,
  ],
  [
    "an unknown region",
    withSource({ region: "asia" }),
    `sources[0].region: must be one of "us", "eu", not "asia"`,
  ],
  [
    "a token itself",
    withSource({ token: "u+Abcd_efgh-ijkl" }),
    `sources[0].token: must be the name of a secret in capitals, such as "PAGERDUTY_TOKEN", never the token itself`,
  ],
  [
    "a person's address",
    { ...valid, people: { ann: "U0123456789" } },
    `people.ann: is neither an e-mail address nor a vendor's id, such as "pagerduty:PXPGF42"`,
  ],
  [
    "a person's id",
    { ...valid, people: { "a@b.test": "@ann" } },
    `people["a@b.test"]: "@ann" is not a member's id, such as "U0123456789"`,
  ],
  [
    "an operator's id",
    { ...valid, operators: ["ann"] },
    `operators[0]: "ann" is not a member's id, such as "U0123456789"`,
  ],
  [
    "a channel's name",
    { ...valid, report_channel: "#reports" },
    `report_channel: "#reports" is not a channel's id, such as "C0123456789"`,
  ],
  [
    "minutes",
    { ...valid, poll_minutes: 25 },
    "poll_minutes: must be one of 15, 20, 30, 60, not 25",
  ],
  [
    "a time zone",
    { ...valid, time_zone: "Mars/Olympus" },
    `time_zone: "Mars/Olympus" is not a time zone, such as "Europe/London"`,
  ],
  [
    "an empty time zone",
    { ...valid, time_zone: "" },
    `time_zone: "" is not a time zone, such as "Europe/London"`,
  ],
  [
    "a client id",
    { ...valid, companion_app: { client_id: "" } },
    `companion_app.client_id: "" is not an app's client id: two numbers with a dot, from its "Basic Information" page`,
  ],
  [
    "an app's id in place of its client id",
    { ...valid, companion_app: { client_id: "A0123456789" } },
    `companion_app.client_id: "A0123456789" is not an app's client id: two numbers with a dot, from its "Basic Information" page`,
  ],
  [
    "a zone's abbreviation, which Intl takes for another place",
    { ...valid, time_zone: "BST" },
    `time_zone: "BST" is not a time zone, such as "Europe/London"`,
  ],
  [
    "a priority below 0",
    withState({ priority: -1 }),
    "states.on_call.priority: must be a number from 0 up",
  ],
  [
    "too few hours",
    { ...valid, limits: { roster_hours: 0 } },
    "limits.roster_hours: must be a whole number from 1 to 720, not 0",
  ],
  [
    "too many hours",
    { ...valid, limits: { roster_hours: 721 } },
    "limits.roster_hours: must be a whole number from 1 to 720, not 721",
  ],
  [
    "half an hour",
    { ...valid, limits: { roster_hours: 1.5 } },
    "limits.roster_hours: must be a whole number from 1 to 720, not 1.5",
  ],
  [
    "too few seconds",
    { ...valid, limits: { function_seconds: 9 } },
    "limits.function_seconds: must be a whole number from 10 to 60, not 9",
  ],
  [
    "too many seconds",
    { ...valid, limits: { function_seconds: 61 } },
    "limits.function_seconds: must be a whole number from 10 to 60, not 61",
  ],
  [
    "an unknown limit",
    { ...valid, limits: { hours: 1 } },
    "limits.hours: is not a setting",
  ],
];

for (const [what, input, line] of MISTAKES) {
  Deno.test(`one mistake, one line: ${what}`, () => {
    assertEquals(problems(input)[0], line);
  });
}

Deno.test("a token written by mistake is not repeated in the error", () => {
  const token = "u+Abcd_efgh-ijkl";
  const text = problems(withSource({ token })).join("\n");
  assertEquals(text.includes(token), false);
});

/** Credentials in the forms of their makers. */
const CREDENTIALS = [
  "xoxp-0-Sekret",
  "xapp-1-A0-0-Sekret",
  "y_NbAkKc66ryYTWUXYEu",
  "glsa_Sekret0",
  "0f3cd5c2-9b6e-4f0a-8a51-2f6c6d1b3e77",
  "0123456789abcdef0123456789abcdef01234567",
  "ATATT3xFfGF0T1Sekret",
  "eyJhbGciOi.eyJzdWIiOi.Sekret",
];

/** `""` if it is valid: a credential with dots may be a host's name. */
function refusal(input: ConfigInput): string {
  try {
    defineConfig(input);
    return "";
  } catch (error) {
    return String(error);
  }
}

Deno.test("a credential in the wrong setting is not told", () => {
  const source = {
    type: "json",
    id: "inhouse",
    state: "on_call",
    url: "https://rosters.example.com",
  };
  const pagerduty = { type: "pagerduty", id: "api", state: "on_call" };
  for (const token of CREDENTIALS) {
    const wrong: Record<string, unknown>[] = [
      { sources: [{ ...source, url: token }] },
      { sources: [{ ...source, url: `https://${token}` }] },
      { sources: [{ ...source, url: `https://x:${token}@a.example.com` }] },
      { sources: [{ ...source, id: `a ${token}` }] },
      { sources: [{ ...source, id: token, state: token }] },
      { sources: [{ ...source, token }] },
      { sources: [{ ...source, [token]: 1 }] },
      { sources: [{ ...pagerduty, schedules: token }] },
      { sources: [{ ...pagerduty, schedules: [`u+${token}`] }] },
      { sources: [{ ...source, type: "bamboohr", company: `${token}.` }] },
      { sources: [{ ...source, type: token }] },
      { aliases: [{ pattern: `^${token}`, person: token }] },
      { people: { "a@example.com": token } },
      { people: { [token]: "U0123456789" } },
      { operators: [token] },
      { report_channel: token },
      { time_zone: token },
      { mode: token },
      { [token]: 1 },
      {
        states: {
          on_call: { text: `{${token}}`, emoji: token, priority: 1 },
        },
      },
    ];
    for (const settings of wrong) {
      const message = refusal({ ...valid, ...settings } as ConfigInput);
      const told = JSON.stringify(settings);
      assertEquals(message.includes(token), false, `${told}: ${message}`);
      assertEquals(message.includes("TypeError"), false, message);
    }
  }
});

Deno.test("settings that make no address are a problem like any other", () => {
  const sources = [{
    type: "bamboohr",
    id: "off",
    state: "on_call",
    company: "xn--a",
  }];
  assertThrows(
    () => defineConfig({ ...valid, sources } as unknown as ConfigInput),
    Error,
    "sources[0]: https://xn--a.bamboohr.com is not an address",
  );
});

Deno.test("levels are those of escalation policies, each once", () => {
  const levels = (given: unknown, more: object = {}) =>
    problems(withSource({
      schedules: [],
      escalation_policies: ["PGHDV41"],
      levels: given,
      ...more,
    }));
  const check = (given: unknown) =>
    defineConfig(withSource({
      schedules: [],
      escalation_policies: ["PGHDV41"],
      levels: given,
    }));
  for (const given of [undefined, null, [1], [2, 1]]) check(given);
  const refused: [unknown, string][] = [
    [
      [],
      "sources[0].levels: needs at least one level, such as [1]; null is all",
    ],
    [[0], "sources[0].levels[0]: 0 is no level; the first one is 1"],
    [[1.5], "sources[0].levels[0]: 1.5 is no level; the first one is 1"],
    [[-1], "sources[0].levels[0]: -1 is no level; the first one is 1"],
    [[1, 2, 1], "sources[0].levels: names a level twice: 1, 2, 1"],
  ];
  for (const [given, said] of refused) assertEquals(levels(given), [said]);
  assertEquals(levels(["1"]).length, 1);
  assertEquals(levels(1).length, 1);
  assertEquals(levels([1], { schedules: ["P1"], escalation_policies: [] }), [
    "sources[0].levels: are levels of escalation_policies, and none is named",
  ]);
});
