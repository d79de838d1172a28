import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { at } from "../day.ts";
import { HOSTILE, named, plain, type Shown, Talk, talking } from "./talking.ts";

/** The only answer, which everybody in the channel sees. */
function inThread(answers: readonly Shown[], thread: string): string {
  assertEquals(answers.map(({ channel }) => channel), ["CPAY"]);
  const [answer] = answers;
  assertEquals(answer!.ephemeral_to, undefined);
  assertEquals(answer!.thread_ts, thread);
  return plain(answer!);
}

/** The only answer, which only that person sees. */
function toOne(answers: readonly Shown[], person: string): string {
  assertEquals(
    answers.map(({ ephemeral_to }) => ephemeral_to),
    [person],
    answers.map(plain).join("\n---\n"),
  );
  return plain(answers[0]!);
}

/** All have sent a command before, so that nothing but the answer comes. */
async function greeted(talk: Talk): Promise<Talk> {
  for (const user of ["UALICE", "UBOB", "UCAROL"]) {
    await talk.say(user, "@Shiftlight help");
  }
  await talk.session.to(at("09:35"));
  return talk;
}

Deno.test("every command is answered where it belongs, by mention and in the app's own messages", async () => {
  await talking(async (talk) => {
    await greeted(talk);
    const cases: [command: string, where: "all" | "dm", says: string][] = [
      ["help", "all", '"link schedule <schedule>" links a schedule'],
      ["list schedules", "all", "No schedule is linked here"],
      ["list all schedules", "all", "These can be linked, too"],
      ["link schedule payments", "all", "alice linked Payments here"],
      ["notification config", "all", "✘ WeeklySummary"],
      ["notification disable handoff", "all", "alice turned off Handoff"],
      ["notification enable Handoff pay", "all", "alice turned on Handoff"],
      ["unlink schedule pay", "all", "alice unlinked Payments"],
      ["who search", "all", "Search: No one is on call"],
      ["whoisoncall", "all", "Payments: alice until 17:00"],
      ["my shifts", "dm", "On call for Payments, now until 17:00"],
      ["home", "dm", "You are on call for Payments, until 17:00."],
      ["my presence", "dm", "Slack shows you as active"],
      ["my history", "dm", "What Shiftlight did to your presence"],
      ["opt in", "dm", "To choose, and to connect your account"],
    ];
    for (const [command, where, says] of cases) {
      const { ts } = await talk.write("UALICE", `@Shiftlight ${command}`);
      const answers = await talk.answers();
      assert(answers.length > 0, command);
      for (const { channel, thread_ts } of answers) {
        assertEquals(channel, where === "dm" ? "UALICE" : "CPAY", command);
        if (where === "all") assertEquals(thread_ts, ts, command);
      }
      assertStringIncludes(answers.map(plain).join("\n"), says, command);
      await talk.session.to(later(await nowOf(talk), 20));
      const direct = await talk.say("UALICE", command, {});
      assert(direct.length > 0, command);
      for (const { channel, ephemeral_to } of direct) {
        assertEquals([channel, ephemeral_to], ["UALICE", undefined], command);
      }
      assertStringIncludes(direct.map(plain).join("\n"), says, command);
      await talk.session.to(later(await nowOf(talk), 20));
    }
  });
});

async function nowOf(talk: Talk): Promise<number> {
  const { now } = await talk.session.get<{ now: string }>("/control/clock");
  return Date.parse(now);
}

function later(ms: number, seconds: number): string {
  return new Date(ms + seconds * 1000).toISOString().replace(/\.\d+Z/, "Z");
}

Deno.test("opt out by a command restores and says so", async () => {
  await talking(async (talk) => {
    await talk.session.to(at("09:40"));
    const [answer] = await talk.say("UALICE", "opt out", {});
    assertStringIncludes(plain(answer!), "You are opted out.");
    await talk.session.bookedRun();
    assertEquals(
      (await talk.session.items("consents")).map(({ person }) => person),
      ["UBOB"],
    );
    assertEquals((await talk.session.status("UALICE")).text, "");
  });
});

Deno.test("a full name wins, a part of several names links nothing, and what is near is offered", async () => {
  await talking(async (talk) => {
    await greeted(talk);
    const several = toOne(
      await talk.say("UALICE", "@Shiftlight link schedule pay"),
      "UALICE",
    );
    assertStringIncludes(several, '"link schedule Payments"');
    assertStringIncludes(several, '"link schedule Payments secondary"');
    const near = toOne(
      await talk.say("UALICE", "@Shiftlight link schedule paymnts"),
      "UALICE",
    );
    assertStringIncludes(near, '"link schedule Payments"');
    assertEquals(await talk.links(), []);
    await talk.say("UALICE", "@Shiftlight link schedule Payments");
    assertEquals(await talk.links(), ["CPAY: Payments"]);
    const again = toOne(
      await talk.say("UBOB", "@Shiftlight link schedule payments"),
      "UBOB",
    );
    assertStringIncludes(again, "is linked here already: alice did that");
  });
});

Deno.test("special spaces, quotes, capitals, bold, a thread and a second line are seen through", async () => {
  const texts = [
    "@Shiftlight\u00a0link schedule “payments”",
    "@SHIFTLIGHT LINK SCHEDULE PAYMENTS".replace("@SHIFTLIGHT", "@Shiftlight"),
    "*@Shiftlight link schedule payments*",
    "@Shiftlight *link schedule* `payments`",
    "@Shiftlight, please link–schedule Payments",
    "@Shiftlight link schedule payments\nand thank you @bob",
    "hey @Shiftlight link schedule 'Payments'!",
  ];
  for (const text of texts) {
    await talking(async (talk) => {
      const { ts } = await talk.write("UCAROL", "good morning");
      assertEquals(await talk.answers(), []);
      await talk.write("UALICE", text, { channel: "CPAY", thread_ts: ts });
      const said = inThread(await talk.answers(), ts);
      assertStringIncludes(said, "alice linked Payments here", text);
      assertEquals(await talk.links(), ["CPAY: Payments"]);
    });
  }
});

Deno.test("talk about the app, and posts by apps, get silence; a mention alone gets help", async () => {
  await talking(async (talk) => {
    for (
      const text of [
        "thanks @Shiftlight",
        "I think @Shiftlight is down",
        "link schedule payments",
        "",
      ].filter(Boolean)
    ) assertEquals(await talk.say("UALICE", text), [], text);
    assertEquals(await talk.session.items("talk"), []);
    const help = await talk.say("UALICE", "@Shiftlight");
    assertStringIncludes(plain(help[0]!), '"help" lists what you can ask');
  });
});

Deno.test("absurd messages get an answer for one person, or silence", async () => {
  await talking(async (talk) => {
    await greeted(talk);
    const texts = [
      "@Shiftlight link schedule",
      "@Shiftlight link schedule .*",
      "@Shiftlight link schedule <!here>",
      "@Shiftlight who " + "x".repeat(4980),
      "@Shiftlight " + "😀".repeat(200),
      "@Shiftlight \u202elink\u202c \u200f",
      "@Shiftlight unlink schedule nothing",
      "@Shiftlight notification enable",
      "@Shiftlight notification enable Everything",
      "@Shiftlight notification enable LeaveConflict",
    ];
    for (const text of texts) {
      await talk.session.to(later(await nowOf(talk), 30));
      const answers = await talk.say("UALICE", text);
      for (const answer of answers) {
        assertEquals(answer.ephemeral_to, "UALICE", plain(answer));
        assert(answer.text.length < 2500, plain(answer));
      }
    }
    assertEquals(await talk.links(), []);
  });
});

Deno.test("300 schedules that all match are listed with a count, and none is linked", async () => {
  const schedules = Array.from(
    { length: 300 },
    (_, index) => named(`P${index}`, `Team ${index} ${"long name ".repeat(6)}`),
  );
  await talking(async (talk) => {
    const [several] = await talk.say(
      "UALICE",
      "@Shiftlight link schedule team",
    );
    assertStringIncludes(plain(several!), "is part of 300 names");
    assert(/… and \d+ more\. Write more of the name\./.test(plain(several!)));
    assertEquals(await talk.links(), []);
    const [all] = await talk.say("UALICE", "@Shiftlight list all schedules");
    assertEquals(all!.buttons!.length, 10);
    assertStringIncludes(plain(all!), "… and 290 more.");
    const [who] = await talk.say("UALICE", "@Shiftlight who");
    assert(/… and \d+ more\. Ask for one schedule/.test(plain(who!)));
  }, { schedules });
});

Deno.test("who names somebody who is not in Slack, and says that no one is on call when no one is", async () => {
  await talking(async (talk) => {
    await greeted(talk);
    const ask = async (text: string) =>
      plain((await talk.say("UCAROL", `@Shiftlight ${text}`))[0]!);
    assertStringIncludes(
      await ask("who is on call for payments secondary?"),
      "Payments secondary: nora until 18:00. No one is known to be next.",
    );
    assertStringIncludes(
      await ask("who's on call for search"),
      "Search: No one is on call.",
    );
    assertStringIncludes(
      await ask("who payments"),
      "Payments: alice until 17:00. Next: bob from 17:00.",
    );
    await talk.session.to(at("23:30"));
    assertStringIncludes(
      await ask("who payments"),
      "Payments: No one is on call. No one is known to be next.",
    );
    // Leave is nobody else's business.
    const leave = await talk.say("UCAROL", "@Shiftlight who leave");
    assertEquals(leave[0]!.ephemeral_to, "UCAROL");
    assertStringIncludes(plain(leave[0]!), "No schedule has leave in its name");
  });
});

Deno.test("who without a name tells of the linked schedules where some are, else of all", async () => {
  await talking(async (talk) => {
    await greeted(talk);
    const all = plain((await talk.say("UBOB", "@Shiftlight who"))[0]!);
    assertStringIncludes(all, "Search: No one");
    await talk.say("UBOB", "@Shiftlight link schedule search");
    const linked = plain((await talk.say("UBOB", "@Shiftlight who"))[0]!);
    assertStringIncludes(linked, "Search: No one");
    assert(!linked.includes("Payments"), linked);
    assertStringIncludes(linked, "Others can be asked for by name");
  });
});

Deno.test("an answer says what cannot be read and since when, and when the rosters are old", async () => {
  await talking(async (talk) => {
    await greeted(talk);
    const ask = async (text: string) =>
      plain((await talk.say("UCAROL", `@Shiftlight ${text}`))[0]!);
    await talk.session.fault({ method: "pagerduty", status: 503, times: 1e6 });
    await talk.session.to(at("11:05"));
    const down = await ask("who payments");
    assertStringIncludes(down, "it could not be read since 09:45");
    assertStringIncludes(down, "As last known: alice until 17:00. Next: bob");
    assertStringIncludes(
      await ask("who payments secondary"),
      "As last known: nora until 18:00.",
    );
    assertStringIncludes(await ask("who search"), "not known");
    await talk.session.clearFaults();
    await talk.session.to(at("11:20"));
    assert(!(await ask("who payments")).includes("could not"));
    // Polls fail for an hour.
    await talk.session.fault({
      method: "apps.datastore.bulkGet",
      error: "internal_error",
      times: 12,
    });
    await talk.session.to(at("12:40"));
    await talk.session.clearFaults();
    assertStringIncludes(
      await ask("who payments"),
      "The rosters were last read 11:15, so this may be out of date.",
    );
  });
});

Deno.test("a schedule whose name is markup is shown by its name in channel, direct message and button", async () => {
  await talking(async (talk) => {
    await greeted(talk);
    const [all] = await talk.say("UALICE", "@Shiftlight list all schedules");
    assertStringIncludes(plain(all!), `${HOSTILE} (PHOSTILE)`);
    const button = all!.buttons!.find(({ inputs }) =>
      inputs.schedule === HOSTILE
    )!;
    assertEquals(button.label, `Link ${HOSTILE}`);
    assertEquals(button.action_id, `link:${HOSTILE}`);
    const [linked] = await talk.press("UBOB", all!.ts, button.action_id);
    assertStringIncludes(plain(linked!), `bob linked ${HOSTILE} here.`);
    const [direct] = await talk.say("UCAROL", `who ${HOSTILE}`, {});
    assertStringIncludes(plain(direct!), `${HOSTILE}: No one is on call.`);
    assertEquals(await talk.links(), [`CPAY: ${HOSTILE}`]);
  });
});

Deno.test("before the first run, a command says that the rosters have not been read yet", async () => {
  await talking(async (talk) => {
    talk.session.workspace.state.datastores.get("runs")!.items.delete(
      "rosters_read",
    );
    const [answer] = await talk.say("UALICE", "@Shiftlight who");
    assertStringIncludes(plain(answer!), "have not been read yet");
  });
});
