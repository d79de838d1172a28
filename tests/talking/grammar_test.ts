import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  type Command,
  COMMAND_NAMES,
  COMMANDS,
} from "../../talking/commands.ts";
import { understand, type Understood } from "../../talking/grammar.ts";

const APP = "UAPP";

const mentioned = (text: string) =>
  understand({ text: `<@${APP}> ${text}`, app: APP, isDirect: false });
const direct = (text: string) => understand({ text, app: APP, isDirect: true });

function commandOf(understood: Understood): Command | null {
  return understood.kind === "command" ? understood.command : null;
}

const handoff = { kind: "known", name: "Handoff" } as const;

const TYPED: [text: string, command: Command][] = [
  ["help", { name: "help" }],
  ["Help!", { name: "help" }],
  ["please help", { name: "help" }],
  ["list schedules", { name: "listSchedules" }],
  ["LIST SCHEDULES please", { name: "listSchedules" }],
  ["list all schedules", { name: "listAllSchedules" }],
  ["link schedule payments", { name: "linkSchedule", fragment: "payments" }],
  ["link schedule: payments", { name: "linkSchedule", fragment: "payments" }],
  ["link schedule", { name: "linkSchedule", fragment: "" }],
  ["link schedule .*", { name: "linkSchedule", fragment: ".*" }],
  ["unlink schedule r&amp;d", { name: "unlinkSchedule", fragment: "r&d" }],
  ["notification config", { name: "notificationConfig" }],
  ["notifications", { name: "notificationConfig" }],
  ["notification enable Handoff", {
    name: "enableNotification",
    notification: handoff,
    fragment: "",
  }],
  ["notification disable handoff payments eu", {
    name: "disableNotification",
    notification: handoff,
    fragment: "payments eu",
  }],
  ["notification enable swap taken mail", {
    name: "enableNotification",
    notification: { kind: "known", name: "SwapTaken" },
    fragment: "mail",
  }],
  ["notification enable", {
    name: "enableNotification",
    notification: { kind: "missing" },
    fragment: "",
  }],
  ["notification enable handof mail", {
    name: "enableNotification",
    notification: { kind: "unknown", typed: "handof", nearest: "Handoff" },
    fragment: "mail",
  }],
  ["who", { name: "who", fragment: "" }],
  ["who?", { name: "who", fragment: "" }],
  ["who payments", { name: "who", fragment: "payments" }],
  ["who is on call", { name: "who", fragment: "" }],
  ["who is on call?", { name: "who", fragment: "" }],
  ["whoisoncall", { name: "who", fragment: "" }],
  ["who is on-call for payments", { name: "who", fragment: "payments" }],
  ["who\u2019s on call for Payments?", { name: "who", fragment: "Payments?" }],
  ["whos oncall in mail", { name: "who", fragment: "mail" }],
  ["who is on call forensics", { name: "who", fragment: "forensics" }],
  ["my shifts", { name: "myShifts" }],
  ["home", { name: "home" }],
  ["my presence", { name: "myPresence" }],
  ["my history", { name: "myHistory" }],
  ["opt in", { name: "optIn" }],
  ["opt-in", { name: "optIn" }],
  ["opt out", { name: "optOut" }],
];

Deno.test("every command is read after a mention, and in a direct message", () => {
  for (const [text, command] of TYPED) {
    assertEquals(commandOf(mentioned(text)), command, text);
    assertEquals(commandOf(direct(text)), command, text);
  }
  const names = new Set(TYPED.map(([, { name }]) => name));
  assertEquals([...names].sort(), [...COMMAND_NAMES].sort());
});

Deno.test("what people type besides the words is seen through", () => {
  const payments = { name: "linkSchedule", fragment: "payments" };
  for (
    const text of [
      "link\u00A0schedule payments",
      "LINK Schedule payments",
      "`link schedule payments",
      "link schedule payments\nwho mail",
      "link schedule <http://payments|payments>",
      "*link schedule payments",
      "&gt; link schedule payments",
      "\u202Elink schedule payments",
      "link-schedule payments",
    ]
  ) assertEquals(commandOf(mentioned(text)), payments as Command, text);
  assertEquals(
    commandOf(mentioned("link\u00A0schedule \u201Cpayments\u201D")),
    {
      name: "linkSchedule",
      fragment: '"payments"',
    },
  );
  assertEquals(commandOf(mentioned("*link schedule payments*")), {
    name: "linkSchedule",
    fragment: "payments*",
  });
});

Deno.test("a command counts after any mention, and talk about the app is left alone", () => {
  const cases: [text: string, kind: Understood["kind"]][] = [
    [`hey <@${APP}> who`, "command"],
    [`<@UBOB> <@${APP}> who`, "command"],
    [`thanks <@${APP}>, and <@${APP}> who`, "command"],
    [`<@${APP}>`, "command"],
    [`<@${APP}> good morning`, "notUnderstood"],
    [`thanks <@${APP}>`, "silence"],
    [`<@${APP}>`.repeat(3) + " thanks", "notUnderstood"],
    [`ask <@${APP}> about it`, "silence"],
    [`the <@${APP}> home is broken`, "silence"],
    [`hello\n<@${APP}> who`, "silence"],
    ["who is on call?", "silence"],
  ];
  for (const [text, kind] of cases) {
    const { kind: found } = understand({ text, app: APP, isDirect: false });
    assertEquals(found, kind, text);
  }
});

Deno.test("a command that stands alone takes nothing more", () => {
  for (
    const text of ["opt out of this", "home is broken", "my shifts are bad"]
  ) {
    assertEquals(mentioned(text).kind, "notUnderstood", text);
  }
});

Deno.test("a mistyped command offers the nearest, with what followed it", () => {
  const cases: [typed: string, nearest: string | null][] = [
    ["lnk schedule payments", "link schedule payments"],
    ["link shedule R&amp;D \u201Ceu\u201D", 'link schedule R&D "eu"'],
    ["link payments", "link schedule payments"],
    ["unlink payments", "unlink schedule payments"],
    ["hwo payments", "who payments"],
    ["hlep", "help"],
    ["lits schedules", "list schedules"],
    ["list all shedules", "list all schedules"],
    ["notificaton config", "notification config"],
    ["notification enabel Handoff", "notification enable Handoff"],
    ["notification Handoff", "notification enable <name> [schedule]"],
    ["opt on", "opt in"],
    ["my histroy", "my history"],
    ["home is broken", "home"],
    ["good morning", null],
    ["\u{1F44B}", null],
    ["\u05E9\u05DC\u05D5\u05DD", null],
    ["x".repeat(5000), null],
  ];
  for (const [typed, nearest] of cases) {
    const found = mentioned(typed);
    assert(found.kind === "notUnderstood", typed);
    assertEquals(found.nearest, nearest, typed);
  }
});

Deno.test("what is offered is a command, if its parts in brackets are filled in", () => {
  for (const name of COMMAND_NAMES) {
    const { usage } = COMMANDS[name];
    const typed = usage.replace("<name>", "Handoff").replace(/[[<>\]]/g, "");
    assertEquals(commandOf(direct(typed))?.name, name, usage);
  }
});

/** Pieces of which people's messages, and hostile ones, are made. */
const PIECES = [
  ...COMMAND_NAMES.flatMap((name) => COMMANDS[name].words),
  ...["<@UAPP>", "<@UBOB|bob>", "<#C1|pay>", "<!channel>", "<https://a.b|c>"],
  ...["&lt;", "&amp;", "<", ">", "|", "*", "_", "~", "`", "```", '"', "'"],
  ...[" ", "\u00A0", "\n", "\u202E", "\u200B", "\uFDFA", "\uE000", "\uD83D"],
  ...["payments", ".*", "Handoff", "please", "?", "-", "\u2014", "who", "w"],
];

const anyText = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 60 })
    .map((pieces) => pieces.join("")),
  fc.string({ unit: "binary", maxLength: 200 }),
);

Deno.test("any text is a command, is silence, or is not understood", () => {
  fc.assert(
    fc.property(anyText, fc.boolean(), (text, isDirect) => {
      const found = understand({ text, app: APP, isDirect });
      assert(["command", "silence", "notUnderstood"].includes(found.kind));
    }),
    { numRuns: 3000 },
  );
});
