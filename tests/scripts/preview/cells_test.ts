import { assert, assertEquals } from "@std/assert";
import {
  cellsOf,
  cutToCells,
  fitted,
  wrapped,
} from "../../../scripts/preview/terminal/cells.ts";

Deno.test("wide characters and emoji take two cells, marks none", () => {
  const cases: [text: string, cells: number][] = [
    ["alice", 5],
    ["Zoë", 3],
    ["Zoe\u0308", 3],
    ["山田 太郎", 9],
    ["김", 2],
    ["📟 on", 5],
    ["❄️", 2],
    ["👩‍⚕️🇬🇧", 4],
    ["█┊▓", 3],
    ["", 0],
  ];
  for (const [text, cells] of cases) assertEquals(cellsOf(text), cells, text);
});

Deno.test("texts are cut between graphemes, and filled up", () => {
  assertEquals(cutToCells("山田太郎", 8), "山田太郎");
  assertEquals(cutToCells("山田太郎", 7), "山田太…");
  assertEquals(cutToCells("山田太郎", 6), "山田…");
  assertEquals(cutToCells("a👩‍⚕️👩‍⚕️", 4), "a👩‍⚕️…");
  assertEquals(fitted("山田太郎", 6), "山田… ");
  assertEquals(fitted("ann", 5), "ann  ");
});

Deno.test("no line is wider than it may be, also with a word that is", () => {
  const text = `a 山田太郎 ${"x".repeat(50)} b 📟📟📟📟📟📟📟📟📟📟`;
  for (const cells of [10, 17, 40]) {
    const lines = wrapped(text, cells, "  ", "    ");
    for (const line of lines) assert(cellsOf(line) <= cells, line);
    const joined = lines.map((line) => line.trim()).join("");
    assertEquals(joined.replaceAll(" ", ""), text.replaceAll(" ", ""));
  }
});
