import { assertEquals } from "@std/assert";
import type { OnOwnStatus } from "../../reconciler/consent.ts";
import {
  EMPTY_STATUS,
  isEmptyStatus,
  isSameStatus,
  resolveStatusConflict,
  type Status,
  statusAt,
  statusKind,
  statusToRestore,
} from "../../reconciler/status.ts";
import { LUNCH, OURS, RULES } from "./samples.ts";

const EXPIRING = { text: "Lunch", emoji: ":sandwich:", expiration: 1000 };

Deno.test("a status is empty without text and emoji", () => {
  assertEquals(isEmptyStatus(EMPTY_STATUS), true);
  assertEquals(isEmptyStatus({ ...EMPTY_STATUS, expiration: 9 }), true);
  assertEquals(isEmptyStatus({ ...EMPTY_STATUS, emoji: ":sandwich:" }), false);
  assertEquals(isEmptyStatus({ ...EMPTY_STATUS, text: "Lunch" }), false);
});

Deno.test("text, emoji and expiry all count, to the second", () => {
  assertEquals(isSameStatus(EXPIRING, { ...EXPIRING }), true);
  assertEquals(isSameStatus(EXPIRING, { ...EXPIRING, text: "lunch" }), false);
  assertEquals(isSameStatus(EXPIRING, { ...EXPIRING, emoji: ":taco:" }), false);
  assertEquals(
    isSameStatus(EXPIRING, { ...EXPIRING, expiration: 1001 }),
    false,
  );
  assertEquals(isSameStatus(EXPIRING, { ...EXPIRING, expiration: 0 }), false);
});

Deno.test("all empty statuses are the same", () => {
  assertEquals(
    isSameStatus(EMPTY_STATUS, { ...EMPTY_STATUS, expiration: 7 }),
    true,
  );
  assertEquals(isSameStatus(EMPTY_STATUS, EXPIRING), false);
  assertEquals(isSameStatus(EXPIRING, EMPTY_STATUS), false);
});

Deno.test("Slack clears a status in the second of its expiry", () => {
  assertEquals(statusAt(EXPIRING, 999), EXPIRING);
  assertEquals(statusAt(EXPIRING, 1000), EMPTY_STATUS);
  assertEquals(statusAt({ ...EXPIRING, expiration: 0 }, 1e10).text, "Lunch");
});

Deno.test("a prior status is restored whole, unless under a minute is left", () => {
  assertEquals(statusToRestore(EXPIRING, 0), EXPIRING);
  assertEquals(statusToRestore(EXPIRING, 940), EXPIRING);
  assertEquals(statusToRestore(EXPIRING, 941), EMPTY_STATUS);
  assertEquals(statusToRestore(EXPIRING, 2000), EMPTY_STATUS);
  const lasting = { ...EXPIRING, expiration: 0 };
  assertEquals(statusToRestore(lasting, 1e10), lasting);
});

Deno.test("an unconfirmed write is ours by its expiry with text or emoji", () => {
  const cases: [name: string, current: Status, ours: boolean][] = [
    ["as asked for", OURS, true],
    ["emoji normalised", { ...OURS, emoji: ":bell:" }, true],
    ["text normalised", { ...OURS, text: "On call &" }, true],
    ["both differ", { ...LUNCH, expiration: OURS.expiration }, false],
    ["a second later", { ...OURS, expiration: OURS.expiration + 1 }, false],
    ["without expiry", { ...OURS, expiration: 0 }, false],
    ["another", LUNCH, false],
    ["empty", EMPTY_STATUS, false],
  ];
  for (const [name, current, ours] of cases) {
    assertEquals(statusKind.isAsIntended(current, OURS), ours, name);
  }
});

Deno.test("a status without an expiry is not recognised by its expiry", () => {
  const { isAsIntended } = statusKind;
  assertEquals(isAsIntended({ ...LUNCH, emoji: ":taco:" }, LUNCH), false);
  assertEquals(isAsIntended(LUNCH, LUNCH), true);
});

Deno.test("a status of their own is treated as they chose", () => {
  for (const answer of ["skip", "defer"] as const) {
    assertEquals(resolveStatusConflict(LUNCH, answer, RULES).action, answer);
  }
  assertEquals(resolveStatusConflict(LUNCH, "replace", RULES), {
    action: "start",
  });
});

Deno.test("a status that looks like ours is left alone for every choice of the person", () => {
  for (const answer of ["skip", "defer", "replace"] as OnOwnStatus[]) {
    for (
      const text of ["On leave until Fri 17:00", "On call for Search until 9"]
    ) {
      const policy = resolveStatusConflict({ ...LUNCH, text }, answer, RULES);
      assertEquals(policy.action, "defer", `${text}, ${answer}`);
      const reason = "reason" in policy ? policy.reason : "";
      assertEquals(reason.includes("looks like one of ours"), true, reason);
    }
  }
});

Deno.test("only the text can look like ours", () => {
  const paged = { ...LUNCH, emoji: ":pager:" };
  assertEquals(resolveStatusConflict(paged, "replace", RULES).action, "start");
  const bare = { ...EMPTY_STATUS, emoji: ":pager:" };
  assertEquals(resolveStatusConflict(bare, "replace", RULES).action, "start");
});

Deno.test("a status as a person reads it", () => {
  assertEquals(statusKind.describe(EMPTY_STATUS), "no status");
  assertEquals(statusKind.describe(LUNCH), ":sandwich: Lunch");
  assertEquals(statusKind.describe({ ...LUNCH, emoji: "" }), "Lunch");
  assertEquals(statusKind.describe({ ...LUNCH, text: "" }), ":sandwich:");
});
