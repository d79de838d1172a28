import { assert, assertEquals } from "@std/assert";
import {
  defaultNotifications,
  NOTIFICATIONS,
  notificationsFor,
  readNotification,
} from "../../talking/notifications.ts";

Deno.test("a newly linked channel is notified of what concerns a schedule", () => {
  assertEquals(defaultNotifications("channel"), [
    "AssignmentConfirmed",
    "AssignmentMoved",
    "AssignmentCancelled",
    "AssignmentSwapped",
    "SwapRequested",
    "SwapTaken",
    "Handoff",
    "CoverageLost",
    "RosterUnreadable",
  ]);
  const further = notificationsFor("channel").slice(9);
  assertEquals(further, ["ShiftStarting", "WeeklySummary"]);
});

Deno.test("a person is told of their own shifts", () => {
  const own: typeof further = [
    "AssignmentConfirmed",
    "AssignmentMoved",
    "AssignmentCancelled",
    "AssignmentSwapped",
    "SwapTaken",
    "ShiftStarting",
    "LeaveConflict",
    "StatusDeferred",
  ];
  const further = notificationsFor("person");
  assertEquals(further, own);
  assertEquals(defaultNotifications("person"), own);
});

Deno.test("a conflict with leave is for the person alone", () => {
  assertEquals(NOTIFICATIONS.LeaveConflict.channel, null);
  assert(!notificationsFor("channel").includes("LeaveConflict"));
});

Deno.test("each name is read in any case, in one word or several", () => {
  for (const name of Object.keys(NOTIFICATIONS)) {
    const words = name.replace(/(?!^)[A-Z]/g, " $&");
    for (
      const typed of [name, name.toUpperCase(), words, words.replace(" ", "-")]
    ) {
      assertEquals(readNotification(`${typed} pay`), {
        notification: { kind: "known", name },
        rest: "pay",
      } as ReturnType<typeof readNotification>);
    }
  }
});

Deno.test("a mistyped name offers the nearest", () => {
  const cases: [typed: string, nearest: string | null][] = [
    ["AssignmentConfirmd", "AssignmentConfirmed"],
    ["assignment confimed", "AssignmentConfirmed"],
    ["hand-of", "Handoff"],
    ["WeeklySumary payments", "WeeklySummary"],
    ["everything", null],
    [".*", null],
    ["Handoffs", "Handoff"],
  ];
  for (const [typed, nearest] of cases) {
    const { notification } = readNotification(typed);
    const found = notification.kind === "unknown" ? notification.nearest : null;
    assertEquals(found, nearest, typed);
    assert(notification.kind !== "known", typed);
  }
});
