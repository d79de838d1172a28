import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createColors } from "picocolors";
import fixed from "../../../dev/fixed_config.ts";
import { cellsOf } from "../../../scripts/preview/terminal/cells.ts";
import type { PreviewDocument } from "../../../scripts/preview/document.ts";
import { pageOf, usedColumns } from "../../../scripts/preview/terminal/page.ts";
import { daysFrom, zonedText } from "../../../scripts/preview/when.ts";
import { identity, previewOf, shift } from "./rosters.ts";

function shown(
  document: PreviewDocument,
  columns: number,
  more: { days?: number; colored?: boolean; all?: boolean } = {},
): string[] {
  const { days = 7, colored = false, all = false } = more;
  const from = Date.parse(document.from) / 1000;
  return pageOf(document, {
    columns: usedColumns(columns),
    colors: createColors(colored),
    rules: fixed.states,
    days: daysFrom(from, days, document.time_zone),
    text: zonedText(document.time_zone),
    all,
  });
}

const NAMES = [
  "ann",
  "山田 太郎 of the payments team",
  "Zoë 👩‍⚕️",
  "x".repeat(60),
];

/** A busy week of people with names of every kind. */
function week(): PreviewDocument {
  const shifts = NAMES.flatMap((name, index) => {
    const who = identity(name, {
      key: `k${index}`,
      email: `p${index}@example.com`,
    });
    const leave = { state: "pto", schedule: "L1", label: "Leave" };
    return [
      shift(who, `${2 + index} 09:00`, `${3 + index} 09:00`),
      shift(who, `${4 + index} 00:00`, `${5 + index} 00:00`, leave),
    ];
  });
  const reason = `it answered 503 ${"y".repeat(150)}`;
  return previewOf(shifts, {}, {
    unreadable: [{ source: "pagerduty", schedule: "P9", reason }],
    rejected: [{
      source: "pagerduty",
      reason: "ann: it ends before it starts",
    }],
  });
}

Deno.test("no line is wider than the terminal, from 60 to 200 columns", () => {
  for (const columns of [60, 79, 80, 100, 140, 200]) {
    for (const days of [7, 14]) {
      const lines = shown(week(), columns, { days, all: true });
      for (const line of lines) {
        assert(cellsOf(line) <= columns, `${columns}: ${line}`);
      }
      const chart = lines.some((line) => line.includes("┊ midnight"));
      assertEquals(chart, columns >= 80, String(columns));
      if (!chart) assertStringIncludes(lines.join("\n"), "needs 80 columns");
      assertStringIncludes(lines.join("\n"), "📟 On call for Payments");
    }
  }
});

Deno.test("states are told apart without colours, and columns stand under each other", () => {
  const lines = shown(week(), 100);
  const head = lines.find((line) => line.startsWith("Who shows what"))!;
  const rows = lines.slice(lines.indexOf(head) + 1, lines.indexOf(head) + 5);
  const [ann, yamada] = [rows[0]!, rows[1]!];
  // Midnight of Tuesday: within ann's shift, and before the other's begins.
  const tuesday = cellsOf(head.slice(0, head.indexOf("Tue")));
  const cell = (row: string, place: number) => {
    let cells = 0;
    for (const { segment } of new Intl.Segmenter().segment(row)) {
      if (cells === place) return segment;
      cells += cellsOf(segment);
    }
  };
  assertEquals([cell(ann, tuesday), cell(yamada, tuesday)], ["█", "┊"]);
  assert(ann.includes("▓") && yamada.startsWith("  山田"), rows.join("\n"));
  assertStringIncludes(lines.join("\n"), "█ on call · ▓ time off");
});

Deno.test("colours are escape sequences that take no place", () => {
  const plain = shown(week(), 100).join("\n");
  const colored = shown(week(), 100, { colored: true }).join("\n");
  assert(colored.includes("\x1b["));
  // deno-lint-ignore no-control-regex
  assertEquals(colored.replace(/\x1b\[[0-9;]*m/g, ""), plain);
  assert(!plain.includes("\x1b"));
});

Deno.test("a day on which clocks change has as many cells as any other", () => {
  const from = Date.parse("2026-03-28T06:00:00Z") / 1000;
  const days = daysFrom(from, 3, "Europe/London");
  const hours = days.map(({ start, end }) => (end - start) / 3600);
  assertEquals(hours, [24, 23, 24]);
  const who = identity("ann");
  const config = { from, to: days.at(-1)!.end, timeZone: "Europe/London" };
  const { start, end } = days[1]!;
  const sunday = { ...shift(who, "2 00:00", "3 00:00"), start, end };
  const document = previewOf([sunday], config);
  const lines = shown(document, 83, { days: 3 });
  const row = lines.find((line) => line.startsWith("  ann"))!;
  // All of the Sunday, and nothing of its neighbours.
  assertEquals(row.match(/█+/)![0].length, Math.floor((83 - 2 - 13) / 3));
  assert(lines.join("\n").includes("Sun 29"));
});

Deno.test("sections say what is not read, unknown, left out; long lists are cut", () => {
  const text = shown(week(), 100).join("\n");
  for (
    const words of [
      "pagerduty, P9: it answered 503",
      "People on it alone are",
      "Left out (1)",
      "Not known without Slack",
      "(notifications paused and away, if they",
    ]
  ) assertStringIncludes(text, words);
  const many = Array.from(
    { length: 70 },
    (_, index) => shift(identity(`p${index}`), "3 09:00", "3 17:00"),
  );
  const cut = shown(previewOf(many), 100).join("\n");
  assertStringIncludes(cut, "… 10 more people: --all, --only NAME, --json");
  assertStringIncludes(cut, "… 124 more: --all, --json");
  const whole = shown(previewOf(many), 100, { all: true }).join("\n");
  assert(!whole.includes("more people"));
});

Deno.test("without anybody it says so", () => {
  assertStringIncludes(
    shown(previewOf([]), 100).join("\n"),
    "Nobody is on any roster that could be read.",
  );
  const one = [shift(identity("ann"), "2 09:00", "3 09:00")];
  assertStringIncludes(
    shown(previewOf(one, { only: "zed" }), 100).join("\n"),
    "None of 1 people on the rosters fits --only.",
  );
});
