import { assertEquals } from "@std/assert";
import { allows } from "../../reconciler/consent.ts";
import { consent } from "./samples.ts";

Deno.test("only a ticked state of a standing consent is allowed", () => {
  assertEquals(allows(consent({ states: ["pto"] }), "pto"), true);
  assertEquals(allows(consent({ states: ["pto"] }), "on_call"), false);
  assertEquals(allows(consent({ states: [] }), "on_call"), false);
  assertEquals(allows(null, "on_call"), false);
});

Deno.test("a withdrawn consent allows nothing, whenever it was withdrawn", () => {
  assertEquals(allows(consent({ withdrawn_at: 5 }), "on_call"), false);
  assertEquals(allows(consent({ withdrawn_at: 0 }), "on_call"), false);
});
