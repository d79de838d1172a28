import { assertEquals } from "@std/assert";
import { addToken, BOT, call, NOW, NOW_MS, workspace } from "./workspace.ts";

const NONE = {
  ok: true,
  dnd_enabled: false,
  next_dnd_start_ts: 1,
  next_dnd_end_ts: 1,
};

Deno.test("a snooze lasts whole minutes from now and replaces another", () => {
  const state = workspace();
  const alice = addToken(state, "external", "UALICE");
  for (const minutes of [120, "30"]) {
    const end = NOW + Number(minutes) * 60;
    const args = { num_minutes: minutes };
    assertEquals(call(state, alice, "dnd.setSnooze", args, NOW_MS + 400), {
      ok: true,
      snooze_enabled: true,
      snooze_endtime: end,
      snooze_remaining: end - NOW,
      snooze_is_indefinite: false,
    });
  }
  assertEquals(call(state, alice, "dnd.info", {}, NOW_MS + 60_000), {
    ...NONE,
    snooze_enabled: true,
    snooze_endtime: NOW + 1800,
    snooze_remaining: 1740,
    snooze_is_indefinite: false,
  });
  assertEquals(call(state, alice, "dnd.info", {}, NOW_MS + 1_800_000), {
    ...NONE,
    snooze_enabled: false,
  });
});

Deno.test("a snooze of an invalid length is refused", () => {
  const state = workspace();
  const alice = addToken(state, "external", "UALICE");
  const set = (num_minutes?: unknown) =>
    call(state, alice, "dnd.setSnooze", { num_minutes }).error;
  assertEquals(set(), "missing_duration");
  assertEquals(set(""), "missing_duration");
  assertEquals(set(0), "snooze_failed");
  assertEquals(set("-5"), "snooze_failed");
  assertEquals(set(1.5), "invalid_arguments");
  assertEquals(set("soon"), "invalid_arguments");
  assertEquals(set(10_000_000), "too_long");
  assertEquals(state.people.get("UALICE")!.snooze_until, 0);
});

Deno.test("a snooze can be ended once", () => {
  const state = workspace();
  const alice = addToken(state, "external", "UALICE");
  const end = () => call(state, alice, "dnd.endSnooze");
  assertEquals(end().error, "snooze_not_active");
  call(state, alice, "dnd.setSnooze", { num_minutes: 5 });
  assertEquals(end(), { ...NONE, snooze_enabled: false });
  assertEquals(end().error, "snooze_not_active");
  assertEquals(call(state, alice, "dnd.endDnd").error, "not_in_dnd");
});

Deno.test("an indefinite snooze shows as not enabled, and can be ended or replaced", () => {
  const state = workspace();
  const alice = addToken(state, "external", "UALICE");
  const person = state.people.get("UALICE")!;
  person.snooze_indefinite = true;
  assertEquals(call(state, alice, "dnd.info"), {
    ...NONE,
    snooze_enabled: false,
    snooze_is_indefinite: true,
  });
  assertEquals(call(state, alice, "dnd.endSnooze").ok, true);
  assertEquals(person.snooze_indefinite, false);
  person.snooze_indefinite = true;
  call(state, alice, "dnd.setSnooze", { num_minutes: 5 });
  assertEquals(person.snooze_indefinite, false);
});

Deno.test("dnd.info hides the snooze of other people", () => {
  const state = workspace();
  const bob = addToken(state, "client", "UBOB");
  state.people.get("UALICE")!.snooze_until = NOW + 60;
  const user = "UALICE";
  assertEquals(call(state, bob, "dnd.info", { user }), NONE);
  assertEquals(call(state, BOT, "dnd.info", { user }), NONE);
  const none = call(state, BOT, "dnd.info", { user: "UNOBODY" });
  assertEquals(none.error, "user_not_found");
  const { ok: _, ...schedule } = NONE;
  assertEquals(call(state, BOT, "dnd.teamInfo", { users: "UALICE, UBOB" }), {
    ok: true,
    users: { UALICE: schedule, UBOB: schedule },
  });
});

Deno.test("dnd.teamInfo accepts 1 to 50 existing people", () => {
  const state = workspace();
  const ask = (users: string) =>
    call(state, BOT, "dnd.teamInfo", { users }).error;
  assertEquals(ask(""), "no_users_provided");
  assertEquals(ask("UALICE,UNOBODY"), "user_not_visible");
  assertEquals(ask(Array(50).fill("UALICE").join()), undefined);
  assertEquals(ask(Array(51).fill("UALICE").join()), "invalid_arguments");
});
