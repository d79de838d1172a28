import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  at,
  EMPTY,
  onCall,
  person,
  type PersonOptions,
  scenario,
  schedule,
  shift,
} from "./day.ts";
import { inSession, type RunAnswer, type Session } from "./session.ts";

const LUNCH = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };
const TEST = "auth.test";
const PROFILE = "users.profile.set";

/** Ann, who may have opted in, and Bob, who never did. */
function annAndBob(ann: PersonOptions = { consent: null }) {
  const bob = person("bob", { status: LUNCH, consent: null });
  return scenario([person("ann", ann), bob], [onCall("ann")]);
}

function optIn(session: Session, more = {}): Promise<RunAnswer> {
  return session.trip("Opt in", { user: "UANN", ...more });
}

/** The calls with a token that `owner` owns, the app's own aside. */
async function callsOf(session: Session, owner: string): Promise<string[]> {
  const { log } = await session.requests();
  return log.filter(({ token_owner }) => token_owner === owner)
    .map(({ method }) => method);
}

async function consentOf(session: Session, id: string) {
  return (await session.items("consents")).find(({ person }) => person === id);
}

Deno.test("another person's account is refused: no record, and nothing is written", async () => {
  await inSession(annAndBob(), async (session) => {
    const run = await optIn(session, { account: "UBOB" });
    assertEquals(run.status, "completed");
    assertEquals(await session.items("consents"), []);
    const [said, ...more] = await session.messages("UANN");
    assertStringIncludes(said!, "<@UBOB>");
    assertStringIncludes(said!, "Nothing was changed");
    assertEquals(more, []);
    const { by_method } = await session.requests();
    assertEquals(by_method["apps.auth.external.delete"], 1);
    await session.to(at("17:30"));
    assertEquals(await session.status("UBOB"), LUNCH);
    assertEquals(await session.status("UANN"), EMPTY);
    // The one question whose token it is.
    assertEquals(await callsOf(session, "UBOB"), [TEST]);
  });
});

Deno.test("a consent from before stays as it was, and its connection serves on", async () => {
  await inSession(annAndBob(), async (session) => {
    await optIn(session);
    const before = await consentOf(session, "UANN");
    const form = { states: ["pto"], dnd: true };
    const run = await optIn(session, { account: "UBOB", form });
    assertEquals(run.status, "completed");
    assertEquals(await consentOf(session, "UANN"), before);
    await session.to(at("09:01"));
    assertEquals(
      (await session.status("UANN")).text,
      "On call for The on_call until 17:00",
    );
    assertEquals(await session.status("UBOB"), LUNCH);
  });
});

Deno.test("the person's own account is accepted after a wrong one", async () => {
  await inSession(annAndBob(), async (session) => {
    await optIn(session, { account: "UBOB" });
    await optIn(session);
    await session.to(at("09:01"));
    assert((await session.status("UANN")).text.startsWith("On call"));
    assertEquals(await session.status("UBOB"), LUNCH);
    assertEquals(await callsOf(session, "UBOB"), [TEST]);
  });
});

Deno.test("an account of another workspace is refused, even if its id is the person's", async () => {
  const stranger = {
    ...person("ann", { consent: null }),
    organization: "TOTHER",
  };
  await inSession(scenario([stranger], [onCall("ann")]), async (session) => {
    const run = await optIn(session);
    assertEquals(run.status, "completed");
    assertEquals(await session.items("consents"), []);
    const [said] = await session.messages("UANN");
    assertStringIncludes(said!, "another workspace");
    await session.to(at("12:00"));
    assertEquals(await session.status("UANN"), EMPTY);
  });
});

Deno.test("while Slack does not say whose account it is, nothing is recorded", async () => {
  const faults = [
    { status: 429, retry_after: 600 },
    { status: 503 },
    { cut: "before" },
    { error: "internal_error" },
    { error: "invalid_auth" },
    { error: "token_expired" },
  ] as const;
  for (const method of [TEST, "apps.auth.external.get"]) {
    for (const fault of faults) {
      await inSession(annAndBob(), async (session) => {
        await session.fault({ method, ...fault, times: 9 });
        const run = await optIn(session, { account: "UBOB" });
        assertEquals(run.status, "completed", JSON.stringify(fault));
        assertEquals(await session.items("consents"), []);
        const [said] = await session.messages("UANN");
        assertStringIncludes(said!, "could not check whose account");
        await session.clearFaults();
        await optIn(session);
        assertEquals((await session.person("UANN")).opted_in, true);
      });
    }
  }
});

Deno.test("a single failure to check whose account it is costs no second click", async () => {
  for (const fault of [{ status: 429, retry_after: 5 }, { status: 503 }]) {
    await inSession(annAndBob(), async (session) => {
      await session.fault({ method: TEST, ...fault });
      await optIn(session);
      assertEquals((await session.person("UANN")).opted_in, true);
    });
  }
});

Deno.test("a wrong account that Slack could not forget is refused all the same", async () => {
  await inSession(annAndBob(), async (session) => {
    const method = "apps.auth.external.delete";
    await session.fault({ method, status: 503, times: 9 });
    const run = await optIn(session, { account: "UBOB" });
    assertEquals(run.status, "completed");
    assertEquals(await session.items("consents"), []);
    assertStringIncludes((await session.messages("UANN"))[0]!, "<@UBOB>");
  });
});

const PILOT = { path: "env", on_own_status: "replace" };

Deno.test("a secret that holds another person's token is never used", async () => {
  const pto = schedule("pto", shift("ann", at("09:00"), at("12:00")));
  const wrong = annAndBob({ consent: { ...PILOT, account: "UBOB" } });
  await inSession({ ...wrong, schedules: [pto] }, async (session) => {
    await session.to(at("09:40"));
    assertEquals(await session.status("UBOB"), LUNCH);
    assertEquals((await session.person("UBOB")).dnd.snooze_enabled, false);
    assertEquals((await session.person("UBOB")).presence.manual_away, false);
    assertEquals(await session.status("UANN"), EMPTY);
    const calls = await callsOf(session, "UBOB");
    assertEquals([...new Set(calls)], [TEST]);
    const reports = await session.reports();
    assertStringIncludes(reports, "USER_TOKEN_UANN");
    assertStringIncludes(reports, "a token of bob");
    await session.trip("Opt out", { user: "UANN" });
    assertEquals([...new Set(await callsOf(session, "UBOB"))], [TEST]);
  });
});

Deno.test("with an admin's token beside it, that one shows the status, and the secret is reported", async () => {
  const ops = {
    ...person("ops", { consent: null }),
    role: "primary_owner",
  };
  const wrong = annAndBob({ consent: { ...PILOT, account: "UBOB" } });
  const all = { ...wrong, people: [...wrong.people, ops] };
  const admins = { ...all, admin_tokens: ["UOPS"] };
  await inSession(admins, async (session) => {
    await session.to(at("09:20"));
    assert((await session.status("UANN")).text.startsWith("On call"));
    assertEquals(await session.status("UBOB"), LUNCH);
    assertEquals((await callsOf(session, "UOPS")).includes(PROFILE), true);
    assertStringIncludes(await session.reports(), "USER_TOKEN_UANN");
  });
});

Deno.test("a secret is checked once an execution, and not by a quiet poll", async () => {
  const pto = schedule("pto", shift("ann", at("09:00"), at("12:00")));
  const right = annAndBob({ consent: PILOT });
  await inSession({ ...right, schedules: [pto] }, async (session) => {
    await session.to(at("08:50"));
    await session.countAnew();
    await session.to(at("09:01"));
    const ann = await session.person("UANN");
    assert(ann.status.text !== "" && ann.dnd.snooze_enabled);
    assert(ann.presence.manual_away);
    assertEquals((await session.requests()).by_method[TEST], 1);
    await session.to(at("09:14"));
    await session.countAnew();
    await session.to(at("09:31"));
    assertEquals((await session.requests()).by_method[TEST], undefined);
  });
});

Deno.test("while Slack does not say whose a secret is, it waits, and serves at the next chance", async () => {
  for (const fault of [{ status: 503 }, { status: 429, retry_after: 30 }]) {
    await inSession(annAndBob({ consent: PILOT }), async (session) => {
      await session.to(at("08:59"));
      await session.fault({ method: TEST, user: "UANN", ...fault });
      await session.to(at("09:20"));
      assert((await session.status("UANN")).text.startsWith("On call"));
    });
  }
});
