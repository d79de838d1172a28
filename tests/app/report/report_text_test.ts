import { assert, assertEquals } from "@std/assert";
import { problemLines, reportText } from "../../../app/report/report_text.ts";
import type { Result } from "../../../reconciler/change.ts";

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

function textOf(results: Result[], problems: string[][] = []): string | null {
  return reportText({
    results,
    problems: problems.map(([about, reason]) => ({
      about: about!,
      reason: reason!,
    })),
  });
}

Deno.test("there is no report if there is nothing to say", () => {
  assertEquals(textOf([]), null);
});

Deno.test("a change reads as before, after and why", () => {
  assertEquals(
    textOf([result()]),
    "*Changed*\n• ann status: no status → :pager: On call — on call: Payments",
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
    "*Failed*\n• ann status: on call: Payments — users.profile.set: too_long",
  );
  const same = result({ ...failed, error: "no time", reason: "no time" });
  assertEquals(textOf([same]), "*Failed*\n• ann status: no time");
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

Deno.test("thirty successes are shown, the rest are counted", () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => result({ name: `p${index}` }));
  assertEquals(textOf(many(30))!.split("\n").length, 31);
  const lines = textOf(many(33))!.split("\n");
  assertEquals([lines.length, lines.at(-1)], [32, "… and 3 more"]);
});

Deno.test("everyone who failed is named, however many they are", () => {
  const failed = Array.from(
    { length: 45 },
    (_, index) =>
      result({ name: `p${index}`, outcome: "failed", error: "token_revoked" }),
  );
  const problems = Array.from({ length: 45 }, (_, index) => [`${index}`, "x"]);
  assertEquals(textOf(failed, problems)!.split("\n").length, 92);
  const mentioned = Array.from(
    { length: 45 },
    (_, index) =>
      result({ name: `p${index}`, outcome: "noted", action: "noop" }),
  );
  assertEquals(textOf(mentioned)!.split("\n").length, 46);
});

Deno.test("thirty people who are not found are listed, and fifty other problems", () => {
  const many = (count: number, about: string, more: { daily?: true } = {}) =>
    Array.from(
      { length: count },
      (_, index) => ({ about: `${about}${index}`, reason: "<why>", ...more }),
    );
  const most = [...many(30, "who", { daily: true }), ...many(50, "what")];
  const whole = problemLines(most);
  assertEquals([whole.lines.length, whole.rest], [80, []]);
  assertEquals(whole.lines[0], "• what0: &lt;why&gt;");
  const problems = [...many(33, "who", { daily: true }), ...many(52, "what")];
  const { lines, rest } = problemLines(problems);
  assertEquals(lines.length, 82);
  assertEquals(lines[50], "… and 2 more lines; see `slack activity`");
  assertEquals(lines[81], "… and 3 more lines; see `slack activity`");
  const left = ["what50", "what51", "who30", "who31", "who32"];
  assertEquals(rest, left.map((about) => `• ${about}: &lt;why&gt;`));
  const text = reportText({ results: [], problems });
  assertEquals(text, ["*Needs attention*", ...lines].join("\n"));
});

Deno.test("lines are sorted in any order of the work", () => {
  const names = ["cid", "ann", "bob"];
  const text = textOf(names.map((name) => result({ name })))!;
  const order = text.split("\n").slice(1).map((line) => line.split(" ")[1]);
  assertEquals(order, ["ann", "bob", "cid"]);
});

Deno.test("names, statuses and errors are escaped", () => {
  const text = textOf([result({
    name: "<@UBOB>",
    before: "<!channel>",
    after: "a & b",
    reason: "<!here>",
    error: "<x>",
    outcome: "failed",
  })], [["<!everyone>", "<y>"]])!;
  assert(!/[<>]/.test(text), text);
  assert(text.includes("&lt;@UBOB&gt; status: &lt;!channel&gt; → a &amp; b"));
});

Deno.test("a plan reads like a diff: who and why, what is there, what would come", () => {
  const planned = result({ outcome: "planned" });
  assertEquals(
    textOf([planned]),
    [
      "*Preview: this would change; nothing is written*",
      "ann status: start (on call: Payments)",
      "- no status",
      "+ :pager: On call",
    ].join("\n"),
  );
});

Deno.test("two hundred changes of a plan are shown, the rest are counted, and all is escaped", () => {
  const plan = (count: number) =>
    Array.from(
      { length: count },
      (_, index) => result({ name: `<p${index}>`, outcome: "planned" }),
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
