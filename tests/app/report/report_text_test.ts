import { assert, assertEquals } from "@std/assert";
import { problemLines, reportText } from "../../../app/report/report_text.ts";
import type { News } from "../../../app/report/news.ts";
import type { Problem, Result } from "../../../reconciler/change.ts";

const NOTHING: News = {
  results: [],
  problems: [],
  outages: { telling: [], over: [] },
  preview: null,
};

const TELLING = {
  operators: ["UOPS"],
  ownTexts: true,
  reader: { timeZone: "UTC", now: 1_772_442_900 },
  urls: new Map<string, string>(),
};

function result(fields: Partial<Result> = {}): Result {
  return {
    person: "UANN",
    name: "ann",
    part: "status",
    state: "on_call",
    action: "start",
    reason: "on call: Payments",
    before: "no status",
    after: ":pager: On call",
    outcome: "done",
    error: null,
    transient: false,
    path: "own",
    ...fields,
  };
}

function textOf(
  results: Result[],
  problems: string[][] = [],
  ownTexts = true,
): string | null {
  const all: Problem[] = problems.map(([about, reason]) => ({
    about: about!,
    reason: reason!,
  }));
  const news = { ...NOTHING, results, problems: all };
  return reportText(news, { ...TELLING, ownTexts });
}

/** A result of each of so many people. */
function many(count: number, fields: Partial<Result> = {}): Result[] {
  return Array.from(
    { length: count },
    (_, index) =>
      result({ person: `U${index}`, name: `p${index + 10}`, ...fields }),
  );
}

Deno.test("there is no report if there is nothing to say", () => {
  assertEquals(textOf([]), null);
});

Deno.test("a start reads as what shows, why and for whom", () => {
  assertEquals(
    textOf([result()]),
    "*Changed*\n• :pager: On call (on call: Payments): ann",
  );
});

Deno.test("twelve starts of one schedule are one line", () => {
  assertEquals(
    textOf(many(12)),
    "*Changed*\n• :pager: On call (on call: Payments): " +
      "p10, p11, p12, p13, p14, p15, p16, p17, p18, p19 … (12)",
  );
});

const LEAVE: Result[] = [
  result({ after: ":palm_tree: On leave", reason: "pto: Summer" }),
  result({
    part: "dnd",
    before: "on",
    after: "off until 2026-03-02T10:00Z",
    reason: "notifications off during pto",
  }),
  result({
    part: "presence",
    before: "active",
    after: "away",
    reason: "away during pto",
  }),
];

const BACK: Result[] = LEAVE.map((each) => ({
  ...each,
  action: "restore",
  reason: "shift over",
  before: each.after,
  after: each.before,
}));

Deno.test("one leave is one line, also when it is given back", () => {
  assertEquals(
    textOf(LEAVE),
    "*Changed*\n• :palm_tree: On leave, notifications off, presence away (pto: Summer): ann",
  );
  assertEquals(
    textOf(BACK),
    "*Changed*\n• :palm_tree: On leave ended, notifications on, presence active (shift over): ann",
  );
});

Deno.test("what people had before stands beside their name, unless the installer leaves it out", () => {
  const lunch = ":sandwich: Lunch";
  const starts = [
    result({ before: lunch }),
    result({ person: "UBOB", name: "bob" }),
  ];
  const ends = starts.map((each): Result => ({
    ...each,
    action: "restore",
    reason: "shift over",
    before: each.after,
    after: each.before,
  }));
  const start = "*Changed*\n• :pager: On call (on call: Payments): ann";
  assertEquals(textOf(starts), `${start} (had ${lunch}), bob`);
  assertEquals(textOf(starts, [], false), `${start}, bob`);
  const end = "*Changed*\n• :pager: On call ended (shift over): ann";
  assertEquals(textOf(ends), `${end} (${lunch} again), bob`);
  assertEquals(textOf(ends, [], false), `${end}, bob`);
  for (const each of [...starts, ...ends]) {
    const plan = textOf([{ ...each, outcome: "planned" }], [], false)!;
    assert(!plan.includes("Lunch"), plan);
    assertEquals(plan.includes("their own status"), each.name === "ann");
  }
});

Deno.test("without texts of their own, no outcome of any action shows one", () => {
  const actions = [
    "start",
    "restore",
    "switch",
    "yield",
    "skip",
    "defer",
    "noop",
  ] as const;
  const outcomes = [
    "done",
    "noted",
    "planned",
    "failed",
    "unknown",
    "postponed",
  ] as const;
  for (const action of actions) {
    for (const outcome of outcomes) {
      const [before, after] = action === "restore"
        ? [":pager: On call", ":x: Lunch"]
        : action === "start"
        ? [":x: Lunch", ":pager: On call"]
        : [null, null];
      const text = textOf(
        [result({ action, outcome, before, after })],
        [],
        false,
      );
      assert(!text!.includes("Lunch"), text!);
    }
  }
});

Deno.test("a switch reads as before and after", () => {
  const before = ":palm_tree: On leave";
  assertEquals(
    textOf([result({ action: "switch", before })]),
    `*Changed*\n• ${before} → :pager: On call (on call: Payments): ann`,
  );
});

Deno.test("a failure says its error, once", () => {
  const failed = result({
    outcome: "failed",
    before: null,
    after: null,
    error: "users.profile.set: too_long",
  });
  assertEquals(
    textOf([failed]),
    "*Failed*\n• users.profile.set: too_long — on call: Payments: ann",
  );
  const same = result({ ...failed, error: "no time", reason: "no time" });
  assertEquals(textOf([same]), "*Failed*\n• no time: ann");
});

Deno.test("problems come first, then failures, changes and the rest", () => {
  const outcomes = [
    "postponed",
    "noted",
    "done",
    "unknown",
    "failed",
  ] as const;
  const results = outcomes.map((outcome) => result({ outcome }));
  const text = textOf(results, [["pagerduty", "answered 500."]])!;
  const titles = text.split("\n").filter((line) => line.startsWith("*"));
  assertEquals(titles, [
    "*Needs attention*",
    "*Failed*",
    "*Not answered by Slack; the next run finds out*",
    "*Changed*",
    "*Left alone*",
    "*Postponed to the next run*",
  ]);
  assertEquals(text.split("\n")[1], "• pagerduty: answered 500.");
});

Deno.test("bookkeeping and renewals are reported only if they failed", () => {
  const untold = ["confirm", "close", "drop", "rebase", "renew"] as const;
  for (const action of untold) {
    for (const outcome of ["noted", "done"] as const) {
      assertEquals(textOf([result({ action, outcome })]), null, action);
    }
    for (const outcome of ["failed", "unknown", "postponed"] as const) {
      assert(textOf([result({ action, outcome })]) !== null, action);
    }
  }
  for (const action of ["yield", "skip", "defer", "noop"] as const) {
    assert(textOf([result({ action, outcome: "noted" })]) !== null, action);
  }
});

Deno.test("a preview does not report a change of a shift's origins", () => {
  const planned = { outcome: "planned" as const };
  assertEquals(textOf([result({ action: "rebase", ...planned })]), null);
  assert(textOf([result({ action: "renew", ...planned })]) !== null);
});

Deno.test("thirty lines of successes are shown, the other changes are counted", () => {
  const each = (count: number) =>
    many(count).map((own) => ({ ...own, after: own.name }));
  assertEquals(textOf(each(30))!.split("\n").length, 31);
  const lines = textOf(each(33))!.split("\n");
  assertEquals([lines.length, lines.at(-1)], [32, "… and 3 more"]);
});

Deno.test("failures are grouped by reason, and everyone is named", () => {
  const failed = many(45, { outcome: "failed", error: "token_revoked" });
  const parts = [
    ...failed,
    ...failed.map((each): Result => ({ ...each, part: "dnd" })),
  ];
  const names = failed.map(({ name }) => name).join(", ");
  assertEquals(
    textOf(parts),
    `*Failed*\n• token_revoked (status and notifications) — on call: Payments: ${names}`,
  );
  const other = result({ name: "zoe", outcome: "failed", error: "too_long" });
  assertEquals(textOf([...parts, other])!.split("\n").length, 3);
  const mentioned = many(45, {
    outcome: "noted",
    action: "noop",
    reason: "not opted in",
  });
  assertEquals(textOf(mentioned), `*Left alone*\n• not opted in: ${names}`);
});

Deno.test("thirty people who are not found are listed, and fifty other problems", () => {
  const many = (count: number, about: string, more: { daily?: true } = {}) =>
    Array.from(
      { length: count },
      (_, index) => ({
        about: `${about}${index}`,
        reason: `<why ${index}>`,
        ...more,
      }),
    );
  const most = [...many(30, "who", { daily: true }), ...many(50, "what")];
  const whole = problemLines(most);
  assertEquals([whole.lines.length, whole.rest], [80, []]);
  assertEquals(whole.lines[0], "• what0: &lt;why 0&gt;");
  const problems = [...many(33, "who", { daily: true }), ...many(52, "what")];
  const { lines, rest } = problemLines(problems);
  assertEquals(lines.length, 82);
  assertEquals(lines[50], "… and 2 more lines; see `slack activity`");
  assertEquals(lines[81], "… and 3 more lines; see `slack activity`");
  const left = ["what50", "what51", "who30", "who31", "who32"];
  const lineOf = (about: string) =>
    `• ${about}: &lt;why ${about.replace(/\D+/, "")}&gt;`;
  assertEquals(rest, left.map(lineOf));
  const text = reportText({ ...NOTHING, problems }, TELLING);
  assertEquals(text, ["*Needs attention*", ...lines].join("\n"));
});

Deno.test("lines are sorted in any order of the work", () => {
  const names = ["cid", "ann", "bob"];
  const text = textOf(names.map((name) => result({ name, person: name })))!;
  assert(text.endsWith(": ann, bob, cid"), text);
});

Deno.test("names, statuses and errors are escaped", () => {
  const text = textOf([result({
    name: "<@UBOB>",
    before: "<!channel>",
    after: "a & b",
    reason: "<!here>",
  })], [["<!everyone>", "<y>"]])!;
  assert(!/[<>]/.test(text), text);
  assert(
    text.includes(
      "• a &amp; b (&lt;!here&gt;): &lt;@UBOB&gt; (had &lt;!channel&gt;)",
    ),
    text,
  );
  const failed = textOf([
    result({ name: "<@UBOB>", error: "<x>", outcome: "failed" }),
  ])!;
  assert(!/[<>]/.test(failed), failed);
});

Deno.test("a plan reads like a diff: who and why, what is there, what would come", () => {
  const planned = result({ outcome: "planned" });
  assertEquals(
    textOf([planned]),
    [
      "*Preview: this would change; nothing is written*",
      "• start status (on call: Payments): ann",
      "- no status",
      "+ :pager: On call",
    ].join("\n"),
  );
});

Deno.test("a plan has no lines for what writes nothing, and no instant of a lease", () => {
  const planned = { outcome: "planned" as const };
  const kept = { before: null, after: null, reason: "they changed it: kept" };
  const text = textOf([
    result({ ...planned, ...kept, action: "yield", part: "dnd" }),
    result({
      ...planned,
      name: "bob",
      part: "dnd",
      before: "on",
      after: "off until 2026-03-02T10:00:00Z",
    }),
  ]);
  assertEquals(text!.split("\n").slice(1), [
    "• yield notifications (they changed it: kept): ann",
    "• start notifications (on call: Payments): bob",
    "- on",
    "+ off",
  ]);
});

Deno.test("two hundred changes of a plan are shown, the rest are counted, and all is escaped", () => {
  const plan = (count: number) =>
    Array.from(
      { length: count },
      (_, index) =>
        result({
          name: `<p${index}>`,
          reason: `<${index}>`,
          outcome: "planned",
        }),
    );
  assertEquals(textOf(plan(200))!.split("\n").length, 1 + 3 * 200);
  const lines = textOf(plan(203))!.split("\n");
  assertEquals([lines.length, lines.at(-1)], [2 + 3 * 200, "… and 3 more"]);
  assert(!/[<>]/.test(lines.join("")), lines[1]);
});

Deno.test("people who only wait are counted by reason, and named if they are few", () => {
  const wait = (name: string, error: string) =>
    result({ name, outcome: "postponed", error, before: null, after: null });
  const few = ["eve", "bob", "dan", "cid", "ann"].map((name) =>
    wait(name, "no time was left in this run")
  );
  const title = "*Postponed to the next run*";
  assertEquals(
    textOf(few),
    `${title}\n• ann, bob, cid, dan, eve: no time was left in this run`,
  );
  const many = [...few, wait("fay", "no time was left in this run")];
  assertEquals(
    textOf([...many, wait("gus", "<another run>")]),
    [
      title,
      "• 6 people: no time was left in this run",
      "• gus: &lt;another run&gt;",
    ].join("\n"),
  );
});

Deno.test("a person who waits with several parts counts once", () => {
  const parts = (["status", "dnd", "presence"] as const).map((part) =>
    result({ part, outcome: "postponed", error: "no time" })
  );
  assertEquals(textOf(parts)!.split("\n").at(-1), "• ann: no time");
});

Deno.test("an outage says since when, what to do and where, and calls the operators below", () => {
  const problem: Problem = {
    about: "pagerduty",
    reason: "the secret <X> was refused.",
    remedy: "Run `slack env set X`",
    link: "set_up",
    outage: { needs: "operator" },
  };
  const { now } = TELLING.reader;
  const telling = [
    { problems: [problem], since: null, needsOperator: true },
    {
      problems: [{ ...problem, about: "opsgenie", link: "gone" }],
      since: now - 7200,
      needsOperator: true,
    },
    {
      problems: [{ about: "jsm", reason: "answered 500." }],
      since: null,
      needsOperator: false,
    },
  ];
  const over = [{ about: "grafana", since: now - 3600, until: now - 600 }];
  const urls = new Map([["set_up", "https://slack.example/x"]]);
  const news = { ...NOTHING, outages: { telling, over } };
  assertEquals(reportText(news, { ...TELLING, urls })!.split("\n"), [
    "*Needs attention*",
    "• pagerduty: the secret &lt;X&gt; was refused.",
    "      Run `slack env set X`: https://slack.example/x",
    `• opsgenie, since <!date^${
      now - 7200
    }^{date_short_pretty} {time}|07:15 UTC> (2 hours): the secret &lt;X&gt; was refused.`,
    "      Run `slack env set X`",
    "<@UOPS>: this needs one of you.",
    "• jsm: answered 500.",
    "*Over*",
    `• grafana: over after 50 minutes. It began <!date^${
      now - 3600
    }^{date_short_pretty} {time}|08:15 UTC>.`,
  ]);
});
