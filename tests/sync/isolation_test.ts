import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { at, EMPTY, onCall, person, scenario, schedule, shift } from "./day.ts";
import { inSession, type Session } from "./session.ts";

const FIVE = ["ann", "bob", "cat", "dan", "eve"];
const LUNCH = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };

/** One person's call refused for good: each must cost that person alone. */
const REFUSALS: [string, string][] = [
  ["users.profile.set", "token_revoked"],
  ["users.profile.set", "account_inactive"],
  ["users.profile.set", "invalid_auth"],
  ["users.profile.set", "token_expired"],
  ["users.profile.set", "missing_scope"],
  ["users.profile.set", "cannot_update_admin_user"],
  ["users.profile.set", "invalid_emoji_not_allowed"],
  ["users.profile.set", "profile_set_failed"],
  ["users.profile.get", "user_not_found"],
  ["users.profile.get", "account_inactive"],
  ["users.profile.get", "internal_error"],
  ["apps.auth.external.get", "token_not_found"],
  ["apps.auth.external.get", "token_revoked"],
  ["apps.auth.external.get", "access_denied"],
];

async function revoke(session: Session, id: string): Promise<void> {
  for (const method of ["users.profile.set", "dnd.info", "users.getPresence"]) {
    const error = "token_revoked";
    await session.fault({ method, user: id, error, times: 10_000 });
  }
}

Deno.test("a refusal of one person delays no one else and is reported by name", async () => {
  for (const [method, error] of REFUSALS) {
    const people = FIVE.map((name) => person(name));
    const pto = schedule(
      "pto",
      ...FIVE.map((name) => shift(name, at("09:00"), at("17:00"))),
    );
    await inSession(scenario(people, [pto]), async (session) => {
      await session.fault({ method, user: "UBOB", error, times: 10_000 });
      await session.to(at("09:05"));
      for (const each of await session.people()) {
        const served = each.name !== "bob";
        const told = `${each.name}, ${method} ${error}`;
        assertEquals(each.status.text !== "", served, told);
        assertEquals(each.dnd.snooze_enabled, served, told);
        assertEquals(each.presence.manual_away, served, told);
      }
      const line = (await session.reports()).split("\n")
        .find((each) => each.includes("bob"));
      assertStringIncludes(line ?? "", error);
    });
  }
});

Deno.test("a lasting failure is reported once, not at every poll", async () => {
  const people = FIVE.map((name) => person(name));
  await inSession(scenario(people, [onCall(...FIVE)]), async (session) => {
    await revoke(session, "UBOB");
    await session.to(at("13:05"));
    const told = (await session.reports()).split("token_revoked").length - 1;
    assertEquals(told, 1);
  });
});

Deno.test("revoked at the end: reported once, and all comes back after connecting again", async () => {
  const people = ["ann", "bob"].map((name) =>
    person(name, { status: LUNCH, consent: { on_own_status: "replace" } })
  );
  const pto = schedule(
    "pto",
    shift("ann", at("09:00"), at("12:00")),
    shift("bob", at("09:00"), at("12:00")),
  );
  await inSession(scenario(people, [pto]), async (session) => {
    await session.to(at("11:55"));
    await revoke(session, "UBOB");
    await session.fault({
      method: "users.setPresence",
      user: "UBOB",
      error: "token_revoked",
      times: 10_000,
    });
    await session.to(at("15:05"));
    assertEquals(await session.status("UANN"), LUNCH);
    assertEquals(await session.status("UBOB"), EMPTY);
    assertEquals((await session.items("claims")).length, 1);
    const lines = (await session.reports()).split("\n")
      .filter((line) =>
        line.endsWith(": bob") && line.includes("revoked") &&
        line.includes("(status")
      );
    assertEquals(lines.length, 1);
    await session.clearFaults();
    const form = {
      states: ["pto"],
      on_own_status: "replace",
      dnd: true,
      presence: true,
    };
    await session.trip("Opt in", { user: "UBOB", form });
    await session.to(at("15:20"));
    const bob = await session.person("UBOB");
    assertEquals(bob.status, LUNCH);
    assertEquals(bob.presence.manual_away, false);
    assertEquals(await session.items("claims"), []);
  });
});

Deno.test("connecting again in mid-shift starts it", async () => {
  await inSession(
    scenario([person("ann")], [onCall("ann")]),
    async (session) => {
      await revoke(session, "UANN");
      await session.to(at("10:05"));
      assertEquals(await session.status("UANN"), EMPTY);
      await session.clearFaults();
      await session.trip("Opt in", { user: "UANN" });
      await session.to(at("10:20"));
      assert((await session.status("UANN")).text.startsWith("On call"));
    },
  );
});

Deno.test("a refusal at the end that passes ends in an exact restore, and the next shift is served", async () => {
  const refused: [string, string][] = [
    ["users.profile.set", "profile_set_failed"],
    ["users.profile.set", "invalid_emoji_not_allowed"],
    ["users.setPresence", "missing_scope"],
    ["users.setPresence", "invalid_presence"],
    ["dnd.info", "user_not_found"],
  ];
  for (const [method, error] of refused) {
    for (const times of [1, 10_000]) {
      const ann = person("ann", {
        status: LUNCH,
        consent: { on_own_status: "replace" },
      });
      const pto = schedule(
        "pto",
        shift("ann", at("09:00"), at("10:30")),
        shift("ann", at("16:00"), at("17:00")),
      );
      await inSession(scenario([ann], [pto]), async (session) => {
        const before = await session.person("UANN");
        await session.to(at("10:25"));
        await session.fault({ method, user: "UANN", error, times });
        await session.to(at("11:50"));
        await session.clearFaults();
        await session.to(at("13:10"));
        const told = `${method} ${error} x${times}`;
        assertEquals(await session.person("UANN"), before, told);
        assertEquals(await session.items("claims"), [], told);
        await session.to(at("16:05"));
        const during = await session.person("UANN");
        assertEquals(during.status.text, "On leave until 17:00", told);
        assertEquals(during.presence.manual_away, true, told);
      });
    }
  }
});

Deno.test("a deactivated account is reported and left, the others are served", async () => {
  const people = FIVE.map((name) => person(name));
  await inSession(scenario(people, [onCall(...FIVE)]), async (session) => {
    await session.to(at("09:05"));
    session.workspace.state.people.get("UBOB")!.deleted = true;
    await session.to(at("17:40"));
    for (const { name, status } of await session.people()) {
      if (name !== "bob") assertEquals(status, EMPTY);
    }
    assertStringIncludes(await session.reports(), "account_inactive");
  });
});

Deno.test("a record that does not parse is reported, left alone, and harms no one else", async () => {
  for (const name of ["consents", "claims"]) {
    const people = FIVE.map((each) => person(each));
    await inSession(scenario(people, [onCall(...FIVE)]), async (session) => {
      await session.to(at(name === "claims" ? "09:05" : "08:50"));
      const { items } = session.workspace.state.datastores.get(name)!;
      const item = { ...items.get("UBOB")!, schema_version: 99 };
      items.set("UBOB", item);
      const status = await session.status("UBOB");
      await session.to(at("17:05"));
      assertEquals(await session.status("UBOB"), status);
      assertEquals(items.get("UBOB"), item);
      const others = (await session.people()).filter((each) =>
        each.name !== "bob"
      );
      assertEquals(others.map((each) => each.status), others.map(() => EMPTY));
      const told = (await session.reports()).split("does not parse").length - 1;
      assertEquals(told, 1);
      const { log } = await session.requests();
      const writes = log.filter((each) => each.method === "users.profile.set");
      assertEquals(writes.length, name === "claims" ? 9 : 8);
    });
  }
});

Deno.test("a person on the roster who is not in Slack harms no one else", async () => {
  const people = [person("ann")];
  await inSession(scenario(people, [onCall("ann", "zoe")]), async (session) => {
    await session.to(at("12:05"));
    assertStringIncludes((await session.status("UANN")).text, "On call");
    const told = (await session.reports()).split("zoe@example.com").length - 1;
    assert(told >= 1 && told <= 2);
  });
});

Deno.test("a person whose connection is refused while DND is read is asked to connect again, too", async () => {
  const day = scenario([person("ann")], [
    schedule("pto", shift("ann", at("09:00"), at("17:00"))),
  ]);
  await inSession(day, async (session) => {
    await session.fault({
      method: "dnd.info",
      user: "UANN",
      error: "token_revoked",
      times: 100,
    });
    await session.to(at("09:20"));
    const [told, ...more] = await session.messages("UANN");
    assertStringIncludes(told ?? "", "no longer works (token_revoked)");
    assertEquals(more, []);
  });
});
