import { assertEquals } from "@std/assert";
import {
  endOf,
  type Interval,
  spanOfRun,
  touches,
  touchingRuns,
} from "../intervals.ts";

function interval(start: number, end: number | null): Interval {
  return { start, end };
}

Deno.test("intervals touch if they overlap or one ends as the other starts", () => {
  const cases: [Interval, Interval, boolean][] = [
    [interval(0, 2), interval(1, 3), true],
    [interval(0, 2), interval(2, 3), true],
    [interval(0, 2), interval(3, 4), false],
    [interval(0, 9), interval(3, 4), true],
    [interval(0, null), interval(3, null), true],
    [interval(4, null), interval(0, 3), false],
    [interval(4, null), interval(0, 4), true],
  ];
  for (const [one, other, expected] of cases) {
    assertEquals(touches(one, other), expected);
    assertEquals(touches(other, one), expected);
  }
  assertEquals([endOf(interval(0, 2)), endOf(interval(0, null))], [
    2,
    Infinity,
  ]);
});

Deno.test("a run holds what touches directly or through others, whatever the order", () => {
  const first = [
    interval(0, 2),
    interval(2, 8),
    interval(3, 4),
    interval(8, 9),
  ];
  const second = [interval(10, 11), interval(11, null), interval(30, 40)];
  const all = [...first, ...second];
  assertEquals(touchingRuns(all), [first, second]);
  assertEquals(touchingRuns(all.toReversed()), [first, second]);
  assertEquals(touchingRuns([]), []);
});

Deno.test("intervals that start together keep their order", () => {
  const named = ["b", "a", "c"].map((name) => ({ name, start: 1, end: 2 }));
  assertEquals(touchingRuns(named), [named]);
});

Deno.test("a run spans its first start to its last end", () => {
  const [long, short] = [interval(0, 9), interval(3, 4)];
  assertEquals(spanOfRun([short, long]), interval(0, 9));
  assertEquals(spanOfRun([long, interval(5, null), short]), interval(0, null));
});
