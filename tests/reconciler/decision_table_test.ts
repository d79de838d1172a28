import { assertEquals } from "@std/assert";
import {
  decisionFor,
  type TableDecision,
  type UnreadView,
} from "../../reconciler/decision_table.ts";
import type { Phase } from "../../reconciler/part.ts";
import { readSource } from "../source_files.ts";

/** The rows of the picture above the table, without marks: situation, then a decision a column. */
function pictureRows(): { columns: string[]; rows: string[][] } {
  const lines = readSource("reconciler/decision_table.ts").split("\n");
  const head = lines.find((line) => /absent +paused/.test(line))!;
  const rows = lines.filter((line) => /^ \* +\w+ +\|/.test(line)).map((line) =>
    line.slice(2).split("|").map((cell) => cell.replace(/[¹²³]/, "").trim())
  );
  return { columns: head.slice(2).trim().split(/ +/), rows };
}

function viewOf(situation: string, desired: string): UnreadView<string> {
  const phase = situation as Phase;
  const part = { phase, prior: "", before: "", wanted: "x", applied: "x" };
  const want = desired === "absent" || desired === "paused" ||
      desired === "unknown"
    ? { kind: desired, reason: "" } as const
    : {
      kind: "present",
      value: "x",
      reason: "",
      relation: desired as "same",
    } as const;
  return {
    part: situation === "none" ? null : part,
    want,
    retrySkipped: false,
    resume: false,
  };
}

Deno.test("the picture above the decision table shows the table", () => {
  const { columns, rows } = pictureRows();
  assertEquals([rows.length, columns.length], [5, 8]);
  for (const [situation, ...cells] of rows) {
    const decided = columns.map((desired): TableDecision =>
      decisionFor(viewOf(situation!, desired))
    );
    assertEquals<string[]>(decided, cells, situation);
  }
});

Deno.test("the marks in the picture: resume, and a changed answer", () => {
  const present = ["same", "renew", "regrouped", "changed", "other_shift"];
  for (const desired of present) {
    const yielded = { ...viewOf("yielded", desired), resume: true };
    assertEquals(decisionFor(yielded), "start", desired);
    const skipped = { ...viewOf("skipped", desired), retrySkipped: true };
    assertEquals(decisionFor(skipped), "start", desired);
  }
  for (const desired of ["same", "regrouped"]) {
    const held = { ...viewOf("held", desired), resume: true };
    assertEquals(decisionFor(held), "check", desired);
  }
});
