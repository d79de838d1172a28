import { assertEquals } from "@std/assert";
import {
  EMPTY_STATUS,
  isEmptyStatus,
  isSameStatus,
  statusAt,
  statusToRestore,
} from "../../reconciler/status.ts";

const LUNCH = { text: "Lunch", emoji: ":sandwich:", expiration: 1000 };

Deno.test("a status is empty without text and emoji", () => {
  assertEquals(isEmptyStatus(EMPTY_STATUS), true);
  assertEquals(isEmptyStatus({ ...EMPTY_STATUS, expiration: 9 }), true);
  assertEquals(isEmptyStatus({ ...EMPTY_STATUS, emoji: ":sandwich:" }), false);
  assertEquals(isEmptyStatus({ ...EMPTY_STATUS, text: "Lunch" }), false);
});

Deno.test("text, emoji and expiry all count, to the second", () => {
  assertEquals(isSameStatus(LUNCH, { ...LUNCH }), true);
  assertEquals(isSameStatus(LUNCH, { ...LUNCH, text: "lunch" }), false);
  assertEquals(isSameStatus(LUNCH, { ...LUNCH, emoji: ":taco:" }), false);
  assertEquals(isSameStatus(LUNCH, { ...LUNCH, expiration: 1001 }), false);
  assertEquals(isSameStatus(LUNCH, { ...LUNCH, expiration: 0 }), false);
});

Deno.test("empty ones are the same whatever their expiry", () => {
  assertEquals(
    isSameStatus(EMPTY_STATUS, { ...EMPTY_STATUS, expiration: 7 }),
    true,
  );
  assertEquals(isSameStatus(EMPTY_STATUS, LUNCH), false);
  assertEquals(isSameStatus(LUNCH, EMPTY_STATUS), false);
});

Deno.test("Slack clears a status in the second of its expiry", () => {
  assertEquals(statusAt(LUNCH, 999), LUNCH);
  assertEquals(statusAt(LUNCH, 1000), EMPTY_STATUS);
  assertEquals(statusAt({ ...LUNCH, expiration: 0 }, 1e10).text, "Lunch");
});

Deno.test("a prior status is given back whole, unless under a minute is left", () => {
  assertEquals(statusToRestore(LUNCH, 0), LUNCH);
  assertEquals(statusToRestore(LUNCH, 940), LUNCH);
  assertEquals(statusToRestore(LUNCH, 941), EMPTY_STATUS);
  assertEquals(statusToRestore(LUNCH, 2000), EMPTY_STATUS);
  const lasting = { ...LUNCH, expiration: 0 };
  assertEquals(statusToRestore(lasting, 1e10), lasting);
});
