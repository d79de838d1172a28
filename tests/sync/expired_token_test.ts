import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { at, onCall, person, scenario, schedule, shift } from "./day.ts";
import { inSession, type Session } from "./session.ts";

const LUNCH = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };
const GET = "apps.auth.external.get";
const EXPIRED = { user: "UANN", error: "token_expired" };
const WRITES = ["users.profile.set", "dnd.setSnooze", "users.setPresence"];
const READS = ["dnd.info", "users.getPresence"];

function ann(consent: Record<string, unknown> = {}) {
  return person("ann", {
    status: LUNCH,
    consent: { on_own_status: "replace", ...consent },
  });
}

/** Ann on leave from nine to noon. */
function onLeave(consent: Record<string, unknown> = {}) {
  const pto = schedule("pto", shift("ann", at("09:00"), at("12:00")));
  return scenario([ann(consent)], [pto]);
}

async function isOnLeave(session: Session): Promise<boolean> {
  const { status, dnd, presence } = await session.person("UANN");
  return status.text.startsWith("On leave") && dnd.snooze_enabled &&
    presence.manual_away;
}

Deno.test("an expired token that Slack can refresh costs nothing, at any call", async () => {
  for (const method of [...WRITES, ...READS, GET]) {
    await inSession(onLeave({ rotated: true }), async (session) => {
      const before = await session.person("UANN");
      await session.to(at("08:59"));
      await session.fault({ method, ...EXPIRED });
      await session.to(at("09:02"));
      assert(await isOnLeave(session), method);
      assertEquals(await session.reports().then(hasFailure), false, method);
      assertEquals(await session.messages("UANN"), [], method);
      await session.to(at("12:02"));
      assertEquals(await session.person("UANN"), before, method);
    });
  }
});

function hasFailure(reports: string): boolean {
  return reports.includes("*Failed*") || reports.includes("token_expired");
}

Deno.test("an expired token that cannot be refreshed is a connection that is gone", async () => {
  await inSession(scenario([ann()], [onCall("ann")]), async (session) => {
    await session.to(at("08:59"));
    await session.fault({ method: WRITES[0]!, ...EXPIRED, times: 10_000 });
    await session.to(at("09:40"));
    assertEquals(await session.status("UANN"), LUNCH);
    const [told, ...more] = await session.messages("UANN");
    assertStringIncludes(told!, "no longer works (token_expired)");
    assertEquals(more, []);
    assertStringIncludes(await session.reports(), "token_expired");
  });
});

Deno.test("at the end of a shift it keeps what was there until the person connects again", async () => {
  await inSession(scenario([ann()], [onCall("ann")]), async (session) => {
    await session.to(at("16:55"));
    await session.fault({ method: WRITES[0]!, ...EXPIRED, times: 10_000 });
    await session.to(at("19:00"));
    await session.countAnew();
    await session.to(at("21:00"));
    const { by_method } = await session.requests();
    assertEquals(by_method[WRITES[0]!], undefined);
    assertEquals((await session.items("claims")).length, 1);
    await session.clearFaults();
    await session.trip("Opt in", { user: "UANN" });
    await session.to(at("21:20"));
    assertEquals(await session.status("UANN"), LUNCH);
    assertEquals(await session.items("claims"), []);
  });
});

Deno.test("each execution asks for a new token once", async () => {
  await inSession(onLeave({ rotated: true }), async (session) => {
    await session.to(at("08:59"));
    // Each new token has expired as well.
    for (const method of WRITES) {
      await session.fault({ method, ...EXPIRED, times: 10_000 });
    }
    await session.countAnew();
    await session.to(at("09:01"));
    assertEquals((await session.requests()).by_method[GET], 2);
    assertEquals((await session.messages("UANN")).length, 1);
  });
});

Deno.test("while Slack cannot be asked for a new token, nobody is told that the connection is gone", async () => {
  for (const fault of [{ status: 503 }, { status: 429, retry_after: 20 }]) {
    await inSession(onLeave({ rotated: true }), async (session) => {
      await session.to(at("08:59"));
      // The execution's first call for the token succeeds, the refresh does not.
      await session.fault({ method: WRITES[0]!, ...EXPIRED });
      await session.fault({ method: GET, user: "UANN", skip: 1, ...fault });
      await session.to(at("09:20"));
      assert(await isOnLeave(session));
      assertEquals(await session.messages("UANN"), []);
    });
  }
});

Deno.test("an expired secret is told as one that Slack refused", async () => {
  const pilot = ann({ path: "env" });
  await inSession(scenario([pilot], [onCall("ann")]), async (session) => {
    await session.to(at("08:59"));
    await session.fault({ method: "auth.test", ...EXPIRED, times: 9 });
    await session.to(at("09:20"));
    assertEquals(await session.status("UANN"), LUNCH);
    const reports = await session.reports();
    assertStringIncludes(reports, "token_expired");
    assertStringIncludes(reports, "USER_TOKEN_UANN");
  });
});
