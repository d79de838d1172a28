import { assertEquals } from "@std/assert";
import {
  closeGaps,
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

Deno.test("a run holds what touches directly or through others, in any order", () => {
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

Deno.test("a gap of a minute or less within a group is closed, a longer one is not", () => {
  const day = 86_400;
  const cases: [end: number, closed: number][] = [
    [day - 1, day],
    [day - 60, day],
    [day - 61, day - 61],
    [day, day],
    [day + 1, day + 1],
  ];
  for (const [end, closed] of cases) {
    const all = [interval(day, 2 * day), interval(0, end)];
    assertEquals(closeGaps(all, () => ""), [
      interval(day, 2 * day),
      interval(0, closed),
    ]);
    const own = (each: Interval) => String(each.start);
    assertEquals(closeGaps(all, own), all);
  }
  const open = [interval(0, null), interval(5, 30), interval(40, 41)];
  assertEquals(closeGaps(open, () => ""), [
    interval(0, null),
    interval(5, 40),
    interval(40, 41),
  ]);
  assertEquals(closeGaps([], () => ""), []);
});
