import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { at } from "../day.ts";
import type { Fault, RunAnswer } from "../session.ts";
import { plain, type Talk, talking } from "./talking.ts";

const LINK = "@Shiftlight link schedule payments";

Deno.test("a message that is delivered several times, together or apart, is one command", async () => {
  for (const apart of [0, 200, 3000, 20_000, 600_000]) {
    await talking(async (talk) => {
      await talk.write("UALICE", LINK, {
        channel: "CPAY",
        times: 3,
        apart_ms: apart,
      });
      const answers = await talk.answers();
      assertEquals(answers.length, 1, `${apart}: ${answers.map(plain)}`);
      assertStringIncludes(plain(answers[0]!), "alice linked Payments here");
      assertEquals(await talk.links(), ["CPAY: Payments"]);
    });
  }
});

Deno.test("a message to the app alone, and a reply in a thread there, are one command each", async () => {
  await talking(async (talk) => {
    const { ts } = await talk.write("UALICE", "my shifts", { times: 2 });
    assertEquals((await talk.answers()).length, 1);
    const [reply] = await talk.say("UALICE", "who search", { thread_ts: ts });
    assertEquals(reply!.thread_ts, ts);
    assertStringIncludes(plain(reply!), "Search");
  });
});

Deno.test("a refused message that is edited gets its own answer, and no second link", async () => {
  await talking(async (talk) => {
    const { ts } = await talk.write(
      "UALICE",
      "@Shiftlight lnk schedul payments",
    );
    const [refused] = await talk.answers();
    assertEquals(refused!.ephemeral_to, "UALICE");
    assertStringIncludes(
      plain(refused!),
      'Did you mean "link schedule payments"',
    );
    await talk.session.to(at("09:40"));
    const [linked] = await talk.edit("UALICE", ts, LINK);
    assertEquals(linked!.ephemeral_to, undefined);
    assertEquals(linked!.thread_ts, ts);
    assertStringIncludes(plain(linked!), "alice linked Payments here");
    assertEquals(await talk.edit("UALICE", ts, `${LINK} `), []);
    assertEquals(await talk.links(), ["CPAY: Payments"]);
  });
});

Deno.test("an answer is rewritten when its message is edited, and says what stays done", async () => {
  await talking(async (talk) => {
    const { ts } = await talk.write("UALICE", LINK);
    const [first] = await talk.answers();
    await talk.session.to(at("09:40"));
    const [second] = await talk.edit(
      "UALICE",
      ts,
      "@Shiftlight link schedule search",
    );
    assertEquals(second!.ts, first!.ts);
    assertStringIncludes(plain(second!), "alice linked Search here");
    assertStringIncludes(
      plain(second!),
      "What it asked before stays done: Payments is linked here.",
    );
    const [third] = await talk.edit("UALICE", ts, "@Shiftlight who search");
    assertEquals(third!.ts, first!.ts);
    assertStringIncludes(plain(third!), "Search: No one is on call");
    assertStringIncludes(plain(third!), "Payments is linked here. Search is");
    const [wrong] = await talk.edit("UALICE", ts, "@Shiftlight wo search");
    assertEquals(wrong!.ts, first!.ts);
    assertStringIncludes(plain(wrong!), "Shiftlight does not know wo search");
    assertEquals(await talk.links(), ["CPAY: Payments", "CPAY: Search"]);
    // What is personal is never written where others see it.
    const personal = await talk.edit("UALICE", ts, "@Shiftlight my shifts");
    assertEquals(personal.map(({ channel }) => channel), ["UALICE"]);
  });
});

Deno.test("ten commands a minute are carried out; that there were more is said once", async () => {
  await talking(async (talk) => {
    for (let sent = 0; sent < 15; sent++) {
      await talk.write("UALICE", `@Shiftlight who search ${"?".repeat(sent)}`);
    }
    const answers = await talk.answers();
    const told = answers.filter(({ text }) =>
      text.includes("more than 10 commands")
    );
    assertEquals(told.length, 1);
    assertEquals(told[0]!.ephemeral_to, "UALICE");
    assertEquals(answers.length, 11);
    // Others are not concerned, and a minute later she is not either.
    assertEquals((await talk.say("UBOB", "@Shiftlight who search")).length, 1);
    await talk.session.to(at("09:45"));
    assertEquals(
      (await talk.say("UALICE", "@Shiftlight who search")).length,
      1,
    );
  });
});

Deno.test("two people link two schedules at once, and both are linked", async () => {
  await talking(async (talk) => {
    const { session } = talk;
    await Promise.all([
      session.send("POST", "/control/messages", {
        user: "UALICE",
        text: LINK,
        channel: "CPAY",
      }),
      session.send("POST", "/control/messages", {
        user: "UBOB",
        text: "@Shiftlight link schedule search",
        channel: "CPAY",
      }),
    ]);
    await talk.answers();
    assertEquals(await talk.links(), ["CPAY: Payments", "CPAY: Search"]);
  });
});

/** The methods that a command calls, in their order. */
async function callsOf(
  talk: Talk,
  act: () => Promise<unknown>,
): Promise<string[]> {
  await talk.session.countAnew();
  await act();
  const { log } = await talk.session.requests();
  return log.map(({ method }) => method)
    .filter((method) => !method.startsWith("functions."));
}

Deno.test("Slack failing at each call of a command leaves no half link, and the second try works", async () => {
  let calls: string[] = [];
  await talking(async (talk) => {
    calls = await callsOf(talk, () => talk.write("UALICE", LINK));
  });
  assert(calls.length >= 9, calls.join());
  const errors: Partial<Fault>[] = [
    { error: "internal_error" },
    { status: 503 },
    { cut: "after" },
  ];
  for (const [index, method] of calls.entries()) {
    const skip = calls.slice(0, index).filter((each) => each === method).length;
    for (const how of errors) {
      await talking(async (talk) => {
        await talk.session.fault({ method, skip, times: 1, ...how });
        const { runs } = await talk.write("UALICE", LINK);
        const what = `${method} ${skip} ${JSON.stringify(how)}`;
        assertEquals(runs.map(({ status }: RunAnswer) => status), [
          "completed",
        ]);
        const told = (await talk.answers()).map(plain).join("\n");
        // What is told is true: of a lost answer nothing is known.
        const isLinked = (await talk.links()).length === 1;
        if (isLinked && how.cut === undefined) {
          assert(!told.includes("nothing was done"), `${what}: ${told}`);
        }
        if (!isLinked) assert(!told.includes("linked Payments here"), what);
        await talk.session.clearFaults();
        await talk.session.to(at("09:50"));
        const answers = await talk.say("UALICE", LINK);
        assertEquals(await talk.links(), ["CPAY: Payments"], what);
        const said = answers.map(plain).join("\n");
        assert(/linked Payments here|is linked here already/.test(said), what);
      });
    }
  }
});
