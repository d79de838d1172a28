import { assert, assertEquals } from "@std/assert";
import { type History, historyText } from "../../../app/messages/history.ts";
import { REASONS } from "../../../reconciler/reasons.ts";
import { NOW } from "../../slack/local_slack.ts";
import { sampleEntry } from "../../slack/records/sample_entry.ts";

function text(fields: Partial<History> = {}): string {
  return historyText({
    entries: [],
    older: 0,
    unreadable: 0,
    complete: true,
    ...fields,
  });
}

function line(fields: Parameters<typeof sampleEntry>[0]): string {
  return text({ entries: [sampleEntry(fields)] }).split("\n")[1]!;
}

const WHEN = `• <!date^${NOW}^{date_short_pretty} {time}|2026-03-02 09:00 UTC>`;

Deno.test("a line says when, what, from what to what, why and by which path", () => {
  assertEquals(
    line({}),
    `${WHEN} status: no status → :pager: On call until 10:00 — on call: Payments — through the account you connected`,
  );
  const snooze = (until: number) =>
    JSON.stringify({ until_seconds: until, indefinite: false });
  assertEquals(
    line({
      part: "dnd",
      before: snooze(0),
      after: snooze(NOW + 3600),
      reason: "notifications off during time off",
      path: "env",
    }),
    `${WHEN} notifications: on → off until <!date^${
      NOW + 3600
    }^{date_short_pretty} {time}|2026-03-02 10:00 UTC> — notifications off during time off — through a token of yours that an operator set`,
  );
  assertEquals(
    line({
      part: "presence",
      before: "true",
      after: "false",
      reason: "shift over",
      path: "admin",
    }),
    `${WHEN} presence: away → active — your shift is over — through an admin's token`,
  );
});

Deno.test("every reason speaks to the person themselves", () => {
  for (const reason of Object.values(REASONS)) {
    const told = line({ reason });
    assert(!/\b(they|their|theirs)\b/.test(told), told);
    assert(!told.includes(`— ${reason} —`), told);
  }
  const refused = "shift over, and Slack refuses what was there before";
  assert(line({ reason: refused }).includes("your shift is over, and Slack"));
});

Deno.test("a write of unknown outcome is shown as such", () => {
  const told = line({ outcome: "unknown", path: "" });
  assert(
    told.endsWith(
      "on call: Payments — Slack did not answer, so the outcome is not known",
    ),
    told,
  );
});

Deno.test("text of people and rosters makes no links and notifies no one", () => {
  const value = JSON.stringify({
    text: "<!channel> & <b>",
    emoji: ":x:",
    expiration: 0,
  });
  const told = line({ before: value, after: value, reason: "<@UBOB>" });
  const escaped = ":x: &lt;!channel&gt; &amp; &lt;b&gt;";
  assert(told.includes(`${escaped} → ${escaped}`), told);
  assert(told.includes("— &lt;@UBOB&gt; —"), told);
});

Deno.test("what is no longer kept, or cannot be read, never passes for empty", () => {
  assert(line({ before: "", after: "" }).includes(": (no longer kept) — "));
  const broken = line({ before: "{", after: "null" });
  assert(broken.includes("(cannot be read) → (cannot be read)"), broken);
});

Deno.test("the text says how much is not shown", () => {
  const nothing = "The audit log has nothing about you.";
  assertEquals(text(), nothing);
  const entries = [sampleEntry()];
  const all = text({ entries, older: 3, unreadable: 2, complete: false });
  const [title, , ...rest] = all.split("\n");
  assertEquals(
    title,
    "*What Shiftlight did to your presence*, newest first:",
  );
  assertEquals(rest.slice(0, 2), [
    "… and 3 older.",
    "Entries that cannot be read: 2.",
  ]);
  assert(rest[2]!.startsWith("Shiftlight had no time to read the whole log"));
  assertEquals(rest.length, 3);
});
