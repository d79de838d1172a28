import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { at, EMPTY, person, shift, unix } from "../day.ts";
import { named, plain, type Shown, talking } from "./talking.ts";

const OFFICE = { text: "In the office", emoji: ":office:", expiration: 0 };

const labelsOf = ({ buttons = [] }: Shown) => buttons.map(({ label }) => label);

/** Alice is on call today until 17:00 and tomorrow again; she has a status of her own. */
const week = (own: string) => ({
  people: [
    person("alice", {
      status: OFFICE,
      tz: "Europe/London",
      consent: { on_own_status: own, dnd: false },
    }),
    person("bob"),
    person("carol", { consent: null }),
  ],
  schedules: [
    named("PPAY", "Payments", [
      shift("alice", at("09:00"), at("17:00")),
      shift("alice", at("20:00"), at("22:00")),
      shift("alice", at("09:00", 1), at("17:00", 1)),
    ]),
  ],
});

Deno.test("home before opting in says what the app does, with the button to connect", async () => {
  await talking(async (talk) => {
    const [home] = await talk.say("UCAROL", "@Shiftlight home");
    assertEquals(home!.channel, "UCAROL");
    assertStringIncludes(plain(home!), "You have not opted in");
    assertEquals(labelsOf(home!), ["Opt in", "Refresh", "My history"]);
  });
});

Deno.test("home during a shift: what one is, what was there before, and when it comes back", async () => {
  await talking(async (talk) => {
    const [home] = await talk.say("UALICE", "home", {});
    const [first] = plain(home!).split("\n");
    assertEquals(first, "*You are on call for Payments, until 17:00.*");
    assertStringIncludes(plain(home!), "Before that: :office: In the office.");
    assertStringIncludes(plain(home!), "from 20:00 until 22:00");
    for (
      const label of [
        "Refresh",
        "Skip this shift",
        "Pause until tomorrow",
        "Start focus time",
        "Take time off",
        "My history",
        "Opt out",
      ]
    ) assert(labelsOf(home!).includes(label), label);
  }, week("replace"));
});

Deno.test("home during a deferred shift says what it waits for; between shifts it says free", async () => {
  await talking(async (talk) => {
    const [home] = await talk.say("UALICE", "home", {});
    assertStringIncludes(plain(home!), "Shiftlight waits until it is gone");
    await talk.session.to(at("18:00"));
    const [free] = await talk.say("UALICE", "home", {});
    assertEquals(
      plain(free!).split("\n")[0],
      "*You are free until 20:00.*",
    );
  }, week("defer"));
});

Deno.test("home after opting out is that of somebody who has not", async () => {
  await talking(async (talk) => {
    await talk.say("UALICE", "opt out", {});
    await talk.session.bookedRun();
    const [home] = await talk.say("UALICE", "home", {});
    assertStringIncludes(plain(home!), "You have not opted in");
  }, week("replace"));
});

Deno.test("Refresh rewrites the message, for its person alone; a week later, and after another set-up", async () => {
  await talking(async (talk) => {
    const [home] = await talk.say("UALICE", "home", {});
    await talk.session.to(at("10:00", 7));
    await talk.session.trip("Set up Shiftlight", { user: "UBOB" });
    await talk.answers();
    const [again] = await talk.press("UALICE", home!.ts, "home_refresh");
    assertEquals(again!.ts, home!.ts);
    assertEquals(plain(again!).split("\n")[0], "*You are free.*");
    // A link is not a button of that message: Bob gets his own.
    const [bobs] = await talk.open("My Shiftlight", { user: "UBOB" });
    assertEquals(bobs!.channel, "UBOB");
    assertEquals(
      (await talk.messages()).find(({ ts }) => ts === home!.ts)!.text,
      again!.text,
    );
  }, { ...week("replace"), operators: ["UBOB"] });
});

Deno.test("Skip this shift restores at once, until the shift ends; the next one shows", async () => {
  await talking(async (talk) => {
    const { session } = talk;
    assertStringIncludes((await session.status("UALICE")).text, "On call");
    const [home] = await talk.say("UALICE", "home", {});
    const [skipped] = await talk.press("UALICE", home!.ts, "skip_shift");
    assertEquals(skipped!.ts, home!.ts);
    assertEquals(await session.status("UALICE"), OFFICE);
    assertStringIncludes(plain(skipped!), "You skipped this shift");
    assert(!labelsOf(skipped!).includes("Skip this shift"));
    await session.to(at("16:50"));
    assertEquals(await session.status("UALICE"), OFFICE);
    await session.to(at("20:05"));
    assertStringIncludes((await session.status("UALICE")).text, "On call");
    const history = (await talk.say("UALICE", "my history", {})).map(plain)
      .join("\n");
    assertStringIncludes(history, "you skipped this shift");
    assert(!history.includes("operator"), history);
  }, week("replace"));
});

Deno.test("Pause until tomorrow leaves everything alone until the next day begins where the person is", async () => {
  await talking(async (talk) => {
    const { session } = talk;
    const [home] = await talk.say("UALICE", "home", {});
    const [paused] = await talk.press(
      "UALICE",
      home!.ts,
      "set_choice:pause:tomorrow",
    );
    assertStringIncludes(
      plain(paused!).split("\n")[0]!,
      "You paused Shiftlight until Tue 00:00",
    );
    assert(labelsOf(paused!).includes("End the pause"));
    await session.bookedRun();
    assertEquals(await session.status("UALICE"), OFFICE);
    await session.to(at("21:00"));
    assertEquals(await session.status("UALICE"), OFFICE);
    await session.to(at("09:05", 1));
    assertStringIncludes((await session.status("UALICE")).text, "On call");
    const history = (await talk.say("UALICE", "my history", {})).map(plain)
      .join("\n");
    assertStringIncludes(history, "you paused");
  }, week("replace"));
});

Deno.test("a pause ends by its button, and what is under way shows again", async () => {
  await talking(async (talk) => {
    const { session } = talk;
    const [home] = await talk.say("UALICE", "home", {});
    await talk.press("UALICE", home!.ts, "set_choice:pause:tomorrow");
    await session.bookedRun();
    assertEquals(await session.status("UALICE"), OFFICE);
    await talk.press("UALICE", home!.ts, "set_choice:pause:end");
    await session.bookedRun();
    assertStringIncludes((await session.status("UALICE")).text, "On call");
  }, week("replace"));
});

Deno.test("a pause that ends while a shift is under way shows it by itself", async () => {
  const night = {
    ...week("replace"),
    schedules: [
      named("PPAY", "Payments", [shift("alice", at("22:00"), at("06:00", 1))]),
    ],
  };
  await talking(async (talk) => {
    const { session } = talk;
    const [home] = await talk.say("UALICE", "home", {});
    await talk.press("UALICE", home!.ts, "set_choice:pause:tomorrow");
    await session.to(at("23:50"));
    assertEquals(await session.status("UALICE"), OFFICE);
    await session.to(at("00:05", 1));
    assertStringIncludes((await session.status("UALICE")).text, "On call");
    await session.to(at("06:05", 1));
    assertEquals(await session.status("UALICE"), OFFICE);
  }, night);
});

/** The record of a person's choices. */
async function choicesOf(
  { session }: Parameters<Parameters<typeof talking>[0]>[0],
  id: string,
) {
  const consents = await session.items("consents");
  const found = consents.find(({ person }) => person === id);
  const { recorded_at: _, answered: __, ...rest } = found ?? {};
  return rest;
}

Deno.test("a button changes one answer, and no other", async () => {
  await talking(async (talk) => {
    const [home] = await talk.say("UALICE", "home", {});
    const before = await choicesOf(talk, "UALICE");
    const cases: [action: string, change: Record<string, unknown>][] = [
      ["set_choice:dnd:yes", { dnd: true }],
      ["set_choice:presence:no", { presence: false }],
      ["set_choice:notices:yes", { notices: true }],
      ["set_choice:on_own_status:skip", { on_own_status: "skip" }],
      ["set_choice:after_manual_change:resume", {
        after_manual_change: "resume",
      }],
      ["set_choice:hide:focus", {
        states: ["on_call", "pto", "deploy_freeze"],
      }],
    ];
    let expected = before;
    for (const [action, change] of cases) {
      const [after] = await talk.press("UALICE", home!.ts, action);
      assertEquals(after!.ts, home!.ts, action);
      expected = { ...expected, ...change };
      assertEquals(await choicesOf(talk, "UALICE"), expected, action);
    }
    // The same buttons, pressed by Bob, are about Bob.
    await talk.open("Change a choice", {
      user: "UBOB",
      inputs: { choice: "dnd", value: "no" },
    });
    assertEquals(await choicesOf(talk, "UALICE"), expected);
    assertEquals((await choicesOf(talk, "UBOB")).dnd, false);
  }, week("replace"));
});

Deno.test("forged choices change nothing, and opt nobody in", async () => {
  await talking(async (talk) => {
    const before = await talk.session.items("consents");
    for (
      const [choice, value] of [
        ["dnd", "perhaps"],
        ["states", "on_call"],
        ["show", "constructor"],
        ["withdrawn_at", "0"],
        ["pause", "1e9"],
        ["__proto__", "yes"],
        ["", ""],
      ] as const
    ) {
      for (const user of ["UALICE", "UCAROL"]) {
        await talk.open("Change a choice", { user, inputs: { choice, value } });
      }
    }
    for (const [choice, value] of [["dnd", "yes"], ["pause", "tomorrow"]]) {
      await talk.open("Change a choice", {
        user: "UCAROL",
        inputs: { choice, value },
      });
    }
    await talk.open("Skip this shift", { user: "UCAROL" });
    assertEquals(await talk.session.items("consents"), before);
  }, week("replace"));
});

Deno.test("somebody else's message, or one in a channel, is never rewritten by a button", async () => {
  await talking(async (talk) => {
    const { ts } = await talk.write("UALICE", "@Shiftlight who payments");
    const [who] = await talk.answers();
    for (const channel of ["CPAY", "DALICE"]) {
      for (const message of [ts, who!.ts]) {
        const path = `/control/triggers/${await talk.session.trigger(
          "My Shiftlight",
        )}/trip`;
        await talk.session.send("POST", path, { user: "UALICE", channel });
        const fresh = await talk.answers();
        assertEquals(fresh.map((each) => each.channel), ["UALICE"], message);
      }
    }
    const all = await talk.messages();
    assertEquals(all.find((each) => each.ts === who!.ts)!.text, who!.text);
  }, week("replace"));
});

Deno.test("a focus time that was started from home is told as what one is", async () => {
  await talking(async (talk) => {
    await talk.session.to(at("18:00"));
    await talk.open("Start focus time", {
      user: "UALICE",
      form: { until: unix("19:00") },
    });
    await talk.session.bookedRun();
    const [home] = await talk.say("UALICE", "home", {});
    assertEquals(
      plain(home!).split("\n")[0],
      "*Now: focus time, until 19:00.*",
    );
    assertEquals(await talk.session.status("UBOB"), EMPTY);
  }, week("replace"));
});
