import { assertEquals } from "@std/assert";
import { hasRunOut } from "../../reconciler/part.ts";
import {
  presenceKind,
  resolvePresenceConflict,
} from "../../reconciler/presence.ts";

Deno.test("away by choice is a value of its own, and active is nothing", () => {
  assertEquals(presenceKind.nothing, false);
  for (const a of [true, false]) {
    assertEquals(presenceKind.isSame(a, a), true);
    assertEquals(presenceKind.isSame(a, !a), false);
    assertEquals(presenceKind.isAsIntended(a, a), true);
    assertEquals(presenceKind.isAsIntended(a, !a), false);
    assertEquals(presenceKind.valueToRestore(a, 1e10), a);
    assertEquals(presenceKind.valueAt(a, 1e10), a);
  }
  assertEquals(presenceKind.describe(true), "away");
  assertEquals(presenceKind.describe(false), "active");
});

Deno.test("manual away never runs out: active again is the person's doing", () => {
  assertEquals(hasRunOut(presenceKind, true, false, 1e10), false);
});

Deno.test("a person who is already away stays away", () => {
  assertEquals(resolvePresenceConflict().action, "skip");
});
