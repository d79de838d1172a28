import { assert, assertEquals } from "@std/assert";
import { answering, MINUTE, played, rules, SCRIPT } from "./plain_day.ts";
import type { Recording } from "./recording.ts";
import { type Script, START_MS } from "./script.ts";

const OWN = { text: 3, emoji: ":bee:", minutes: 0 };
const OWN_TEXT = "own 3 plain";

/** A person whose status was replaced leaves in mid-shift. */
const LEAVING: Script = answering({ on_own_status: "replace" }, {
  ...SCRIPT,
  people: SCRIPT.people.map((person, who) =>
    who === 0 ? { ...person, own: OWN } : person
  ),
  steps: [{ at: 35 * MINUTE, kind: "opts out", who: 0 }],
});

const LEFT_MS = START_MS + 35 * MINUTE;

function leaver(recording: Recording): string[] {
  return rules(recording).filter((rule) => rule.startsWith("leaver"));
}

Deno.test("nothing is wrong where no text of a leaver is left", async () => {
  const recording = await played(LEAVING);
  assertEquals(rules(recording), []);
  assertEquals(recording.people.get("UANN")!.status.length, 2);
});

Deno.test("a status text of a leaver in any datastore is seen", async () => {
  for (const store of ["claims", "runs", "people"]) {
    const recording = await played(LEAVING);
    const kept = { id: "x", body: JSON.stringify({ text: OWN_TEXT }) };
    (recording.stored[store] ??= []).push(kept);
    const [rule] = leaver(recording);
    assert(rule?.includes(`${store} keeps`), rule ?? `nothing in ${store}`);
  }
});

Deno.test("an entry of a leaver's on the audit log keeps no values", async () => {
  const recording = await played(LEAVING);
  const entry = recording.stored.audit_log!.find(({ person }) =>
    person === "UANN"
  )!;
  assertEquals(entry.before, "");
  entry.before = "{}";
  const [rule] = leaver(recording);
  assert(rule?.includes("audit_log keeps"), rule);
});

Deno.test("a message that quotes a leaver is seen, and one from before is not", async () => {
  const recording = await played(LEAVING);
  const quote = { channel: "CREPORTS", text: `gave back ${OWN_TEXT}` };
  recording.messages.push({ ...quote, at: LEFT_MS - MINUTE });
  assertEquals(leaver(recording), []);
  recording.messages.push({ ...quote, at: LEFT_MS + 60 * MINUTE });
  const [rule] = leaver(recording);
  assert(rule?.includes("were quoted at 09:35"), rule);
});

Deno.test("the text of a person who stays may be kept", async () => {
  const recording = await played(LEAVING);
  const { status } = recording.people.get("UBOB")!;
  const [write] = recording.people.get("UANN")!.status;
  const after = { text: "own 4 plain", emoji: ":bee:", expiration: 0 };
  status.push({ ...write!, by: "human", after });
  recording.stored.claims!.push({ person: "UBOB", body: '"own 4 plain"' });
  assertEquals(leaver(recording), []);
});
