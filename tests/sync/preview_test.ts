import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { at, EMPTY, onCall, person, scenario, schedule, shift } from "./day.ts";
import { inSession, type Session } from "./session.ts";

const TOUCHES =
  /^(users\.profile\.set|dnd\.(set|end)|users\.setPresence|apps\.auth\.)/;

const LUNCH = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };

/** As `SHIFTLIGHT_CONFIG` would have it; a test may change the mode. */
function inMode(mode: string) {
  const config = { mode };
  return { config, options: { extraConfig: () => ({ ...config }) } };
}

function day() {
  const people = [
    person("ann", { status: LUNCH, consent: { on_own_status: "replace" } }),
    person("bob"),
    person("cid", { consent: null }),
  ];
  const leave = schedule("pto", shift("bob", at("09:00"), at("12:00")));
  return scenario(people, [onCall("ann", "cid"), leave]);
}

async function assertUntouched(session: Session): Promise<void> {
  assertEquals(await session.status("UANN"), LUNCH);
  const bob = await session.person("UBOB");
  assertEquals(
    [bob.status, bob.dnd.snooze_enabled, bob.presence.manual_away],
    [EMPTY, false, false],
  );
  for (const store of ["claims", "audit_log"]) {
    assertEquals(await session.items(store), [], store);
  }
  const { by_method } = await session.requests();
  const touched = Object.keys(by_method).filter((method) =>
    TOUCHES.test(method) && !method.endsWith(".auth.external.get")
  );
  assertEquals(touched, []);
}

Deno.test("a fresh install writes nothing, and reports its plan", async () => {
  const { options } = inMode("preview");
  await inSession(day(), async (session) => {
    await session.to(at("09:05"));
    await assertUntouched(session);
    const report = await session.reports();
    assertStringIncludes(report, "*Preview: this would change; nothing is");
    assertStringIncludes(report, "On call for The on_call until 17:00");
    assertStringIncludes(report, "On leave until 12:00");
    assertStringIncludes(report, "Lunch");
  }, options);
});

Deno.test("each plan is reported once, until it changes", async () => {
  const { options } = inMode("preview");
  await inSession(day(), async (session) => {
    await session.to(at("09:05"));
    const told = (await session.messages("CREPORTS")).length;
    assertEquals(told, 1);
    await session.to(at("11:50"));
    assertEquals((await session.messages("CREPORTS")).length, told);
    await session.roster([
      schedule("on_call", shift("ann", at("09:00"), at("18:00"))),
    ]);
    await session.to(at("12:20"));
    const messages = await session.messages("CREPORTS");
    assertEquals(messages.length, told + 1);
    assertStringIncludes(messages.at(-1)!, "until 18:00");
    await assertUntouched(session);
  }, options);
});

Deno.test("a quiet poll in preview is as quiet as any", async () => {
  const { options } = inMode("preview");
  await inSession(day(), async (session) => {
    await session.to(at("09:05"));
    await session.countAnew();
    await session.to(at("09:20"));
    const { by_method } = await session.requests();
    const calls = Object.entries(by_method)
      .filter(([method]) => /^(apps|users|dnd|chat|workflows)\./.test(method))
      .reduce((sum, [, count]) => sum + count, 0);
    assert(calls <= 5, JSON.stringify(by_method));
    assertEquals(by_method["users.profile.get"], undefined);
  }, options);
});

Deno.test("once it is switched on, what was planned is done", async () => {
  const { config, options } = inMode("preview");
  await inSession(day(), async (session) => {
    await session.to(at("09:05"));
    config.mode = "enforce";
    await session.to(at("09:20"));
    const ann = await session.status("UANN");
    assertEquals(ann.text, "On call for The on_call until 17:00");
    const bob = await session.person("UBOB");
    assertEquals(bob.status.text, "On leave until 12:00");
    assertEquals(
      [bob.dnd.snooze_enabled, bob.presence.manual_away],
      [true, true],
    );
    await session.to(at("17:10"));
    assertEquals(await session.status("UANN"), LUNCH);
  }, options);
});

Deno.test("switched to preview in mid-shift, what is shown stays and its end is reported", async () => {
  const { config, options } = inMode("enforce");
  await inSession(day(), async (session) => {
    await session.to(at("09:05"));
    const shown = await session.status("UANN");
    config.mode = "preview";
    await session.to(at("12:20"));
    assertEquals(await session.status("UANN"), shown);
    assertEquals((await session.items("claims")).length, 2);
    assertStringIncludes(
      (await session.messages("CREPORTS")).at(-1)!,
      "*Preview",
    );
  }, options);
});

Deno.test("a person who opts out is restored, preview or not", async () => {
  const { config, options } = inMode("enforce");
  await inSession(day(), async (session) => {
    await session.to(at("09:05"));
    config.mode = "preview";
    await session.to(at("09:20"));
    await session.trip("Opt out", { user: "UANN" });
    assertEquals(await session.status("UANN"), LUNCH);
    const kept = (await session.items("consents")).map(({ person }) => person);
    assertEquals(kept, ["UBOB"]);
  }, options);
});
