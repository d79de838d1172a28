import { assertEquals } from "@std/assert";
import { suppressedNow } from "../../reconciler/suppressed.ts";
import {
  ALL_READ,
  END,
  HOUR,
  NOW,
  OTHER_UNREADABLE,
  RULES,
  shift,
  SOURCE_UNREADABLE,
  unmapped,
} from "./samples.ts";

const yielded = { shift: shift(), phase: "yielded" as const };
const list = [yielded];
const longer = shift({ end: END + HOUR });

function now(shifts = [shift()], blindness = ALL_READ, at = NOW) {
  const claim = { suppressed: list };
  return suppressedNow(claim, shifts, blindness, RULES, at);
}

Deno.test("a suppressed shift that is on the rosters as before stays as it is", () => {
  assertEquals(now() === list, true);
  assertEquals(now([shift({ label: "Search" })]) === list, true);
  assertEquals(suppressedNow({ suppressed: [] }, [], ALL_READ, RULES, NOW), []);
});

Deno.test("a suppressed shift that grew, or that others joined, is suppressed to its new end", () => {
  assertEquals(now([longer]), [{ ...yielded, shift: longer }]);
  const next = shift({ start: END, end: END + HOUR, schedule: "PS2" });
  const [joined] = now([shift(), next]);
  assertEquals([joined!.shift.start, joined!.shift.end], [
    shift().start,
    END + HOUR,
  ]);
  assertEquals(joined!.phase, "yielded");
});

Deno.test("a suppressed shift that is over, gone or later suppresses nothing", () => {
  assertEquals(now([]), []);
  assertEquals(now([shift()], ALL_READ, END), []);
  assertEquals(now([shift({ start: NOW + HOUR })]), []);
  assertEquals(now([shift({ state: "pto" })]), []);
});

Deno.test("a suppressed shift that may go on unread stays, and becomes no shorter", () => {
  const blind = [
    OTHER_UNREADABLE,
    SOURCE_UNREADABLE,
    unmapped("email:someone@example.com"),
  ];
  for (const blindness of blind) {
    assertEquals(now([], blindness) === list, true);
    assertEquals(now([], blindness, END + HOUR) === list, true);
    const shorter = shift({ end: END - HOUR });
    assertEquals(now([shorter], blindness), [
      yielded,
      { ...yielded, shift: shorter },
    ]);
  }
  const identity = "email:alice@example.com";
  const events = {
    unreadable: [{ source: "hr", schedule: null, identity, reason: "RRULE" }],
    unmapped: [],
  };
  assertEquals(now([], events) === list, true);
  assertEquals(now([], events, END), []);
  const others = events.unreadable.map((each) => ({
    ...each,
    identity: "email:bob@example.com",
  }));
  assertEquals(now([], { unreadable: others, unmapped: [] }), []);
});
