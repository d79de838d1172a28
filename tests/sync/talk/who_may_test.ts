import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { at } from "../day.ts";
import { plain, talking } from "./talking.ts";

Deno.test("guests and people of another organization get help, and nothing else", async () => {
  await talking(async (talk) => {
    for (
      const [user, why] of [
        ["UGWEN", "Guests cannot ask Shiftlight for this"],
        ["UOLGA", "People of another organization cannot ask"],
      ] as const
    ) {
      for (
        const command of [
          "link schedule payments",
          "who payments",
          "home",
          "opt out",
          "notification config",
        ]
      ) {
        const [answer, ...more] = await talk.say(
          user,
          `@Shiftlight ${command}`,
        );
        assertEquals(more, []);
        assertEquals(answer!.ephemeral_to, user, command);
        assertStringIncludes(plain(answer!), why);
        await talk.session.to(
          new Date(
            Date.parse(
              (await talk.session.get<{ now: string }>("/control/clock")).now,
            ) + 20_000,
          ).toISOString(),
        );
      }
      const [help] = await talk.say(user, "@Shiftlight help");
      assertStringIncludes(plain(help!), '"help" lists what you can ask');
      const clicked = await talk.open("Link a schedule", {
        user,
        channel: "CPAY",
        form: { schedule: "payments" },
      });
      assertEquals(clicked.map(({ ephemeral_to }) => ephemeral_to), [user]);
      assertStringIncludes(plain(clicked[0]!), why);
      for (
        const [link, inputs] of [
          ["My Shiftlight", {}],
          ["Change a choice", { choice: "dnd", value: "yes" }],
          ["Skip this shift", {}],
        ] as const
      ) {
        const told = await talk.open(link, { user, inputs });
        assertEquals(told.map(({ channel }) => channel), [user], link);
        assertStringIncludes(plain(told[0]!), why);
      }
    }
    assertEquals(await talk.links(), []);
    assertEquals(
      (await talk.session.items("consents")).map(({ person }) => person),
      ["UALICE", "UBOB"],
    );
  });
});

Deno.test("a channel that is shared with another organization is not linked, and who answers there by direct message", async () => {
  await talking(async (talk) => {
    const there = { channel: "CSHARED" };
    const [refused] = await talk.say(
      "UALICE",
      "@Shiftlight link schedule payments",
      there,
    );
    assertEquals(refused!.ephemeral_to, "UALICE");
    assertStringIncludes(plain(refused!), "shared with another organization");
    const [who] = await talk.say("UALICE", "@Shiftlight who payments", there);
    assertEquals(who!.channel, "UALICE");
    assertEquals(await talk.links(), []);
  });
});

Deno.test("whether a channel is shared is asked once a day, and believed then", async () => {
  await talking(async (talk) => {
    const channel = talk.session.workspace.state.channels.get("CPAY")!;
    const infos = async () =>
      (await talk.session.requests()).by_method["conversations.info"] ?? 0;
    await talk.say("UALICE", "@Shiftlight who payments");
    const first = await infos();
    assertEquals(first, 1);
    channel.shared = true;
    await talk.say("UALICE", "@Shiftlight who payments");
    assertEquals(await infos(), 1);
    await talk.session.to(at("10:00", 1));
    const [who] = await talk.say("UALICE", "@Shiftlight who payments");
    assertEquals(who!.channel, "UALICE");
    assertEquals(await infos(), 2);
  });
});

Deno.test("in a private channel where mentions do not arrive, everything works by links", async () => {
  await talking(async (talk) => {
    const channel = "CQUIET";
    assertEquals(
      await talk.say("UALICE", "@Shiftlight help", { channel }),
      [],
    );
    const open = async (link: string, form?: Record<string, string>) =>
      (await talk.open(link, {
        user: "UALICE",
        channel,
        ...(form ? { form } : {}),
      }))
        .map(plain).join("\n");
    assertStringIncludes(await open("Help"), '"help" lists');
    assertStringIncludes(await open("Who is on call", {}), "Payments: alice");
    assertStringIncludes(
      await open("Who is on call", { schedule: "search" }),
      "Search: No one",
    );
    const linked = await talk.open("Link a schedule", {
      user: "UALICE",
      channel,
      form: { schedule: "payments" },
    });
    assertEquals(linked.map((each) => each.channel), [channel]);
    assertEquals(linked[0]!.ephemeral_to, undefined);
    assertStringIncludes(plain(linked[0]!), "alice linked Payments here");
    assertStringIncludes(await open("List schedules"), "Linked ");
    assertStringIncludes(await open("List all schedules"), "Search (PSEARCH)");
    assertStringIncludes(await open("Notification settings"), "✔ Handoff");
    assertStringIncludes(
      await open("Turn a notification off", { notification: "Handoff" }),
      "alice turned off Handoff for Payments",
    );
    assertStringIncludes(
      await open("Turn a notification on", {
        notification: "Handoff",
        schedule: "pay",
      }),
      "alice turned on Handoff for Payments",
    );
    assertStringIncludes(await open("My shifts"), "On call for Payments");
    assertStringIncludes(
      await open("Unlink a schedule", { schedule: "pay" }),
      "alice unlinked Payments",
    );
  });
});

Deno.test("a link that was clicked outside of a channel is refused where it needs one", async () => {
  await talking(async (talk) => {
    const refused = await talk.open("Link a schedule", {
      user: "UALICE",
      form: { schedule: "payments" },
    });
    assertEquals(refused.map(({ channel }) => channel), ["UALICE"]);
    assertStringIncludes(plain(refused[0]!), "could not tell which channel");
    const who = await talk.open("Who is on call", { user: "UALICE", form: {} });
    assertEquals(who.map(({ channel }) => channel), ["UALICE"]);
    assertStringIncludes(plain(who[0]!), "Payments: alice until 17:00");
  });
});

Deno.test("forged inputs do nothing, and say so", async () => {
  await talking(async (talk) => {
    const open = (inputs: Record<string, string>) =>
      talk.open("Link this schedule", {
        user: "UALICE",
        channel: "CPAY",
        inputs,
      });
    for (
      const schedule of ["Leave", "nothing", ".*", "", "<!here>", "pay"]
    ) {
      const [answer] = await open({ schedule });
      assertEquals(answer!.ephemeral_to, "UALICE", schedule);
    }
    assertEquals(await talk.links(), []);
    const id = await talk.session.trigger("Turn a notification on");
    const forged = await talk.session.ask(
      "POST",
      `/control/triggers/${id}/trip`,
      { user: "UALICE", channel: "CPAY", form: { notification: "Everything" } },
    );
    assert(forged.status === 400 || forged.status === 200);
    const refused = await talk.session.ask(
      "POST",
      `/control/triggers/${id}/trip`,
      { user: "UALICE", inputs: { channel: "CQUIET" } },
    );
    assertEquals(refused.status, 400);
    await refused.body?.cancel();
    await forged.body?.cancel();
  });
});

Deno.test("a direct message with the app is linked like a channel, by a command or a link; one between people is not", async () => {
  await talking(async (talk) => {
    const [linked] = await talk.say("UALICE", "link schedule payments", {});
    assertStringIncludes(plain(linked!), "alice linked Payments here");
    const form = { schedule: "search" };
    const [second] = await talk.open("Link a schedule", {
      user: "UALICE",
      channel: "DALICE",
      form,
    });
    assertEquals(second!.channel, "UALICE");
    assertEquals(await talk.links(), ["DALICE: Payments", "DALICE: Search"]);
    await talk.session.fault({
      method: "chat.getPermalink",
      error: "channel_not_found",
    });
    const [refused] = await talk.open("Link a schedule", {
      user: "UBOB",
      channel: "DBOB",
      form,
    });
    assertStringIncludes(plain(refused!), "could not tell which channel");
    assertEquals((await talk.links()).length, 2);
  });
});

Deno.test("a channel that the app has left, or that is archived, is answered by direct message", async () => {
  await talking(async (talk) => {
    const [all] = await talk.say("UALICE", "@Shiftlight list all schedules");
    await talk.session.send("POST", "/control/channels/CPAY/archive", {});
    const answers = await talk.open("Who is on call", {
      user: "UALICE",
      channel: "CPAY",
      form: { schedule: "search" },
    });
    assertEquals(answers.map(({ channel }) => channel), ["UALICE"]);
    assert(all!.buttons!.length > 0);
    await talk.write("UALICE", "hello", { channel: "CQUIET" });
    await talk.session.send("POST", "/control/channels/CQUIET/remove", {});
    const left = await talk.open("Who is on call", {
      user: "UALICE",
      channel: "CQUIET",
      form: { schedule: "search" },
    });
    assertEquals(left.map(({ channel }) => channel), ["UALICE"]);
  });
});

Deno.test("a record of links that does not parse is said, and stays as it is", async () => {
  await talking(async (talk) => {
    await talk.say("UALICE", "@Shiftlight link schedule payments");
    const { items } = talk.session.workspace.state.datastores.get("talk")!;
    const [id, item] = [...items].find(([id]) => id.startsWith("link:"))!;
    items.set(id, { ...item, body: "{" });
    for (
      const command of [
        "list schedules",
        "link schedule search",
        "unlink schedule payments",
        "notification disable Handoff",
      ]
    ) {
      const [answer] = await talk.say("UBOB", `@Shiftlight ${command}`);
      assertEquals(answer!.ephemeral_to, "UBOB");
      assertStringIncludes(plain(answer!), "cannot be read");
    }
    assertEquals(items.get(id)!.body, "{");
    assertEquals(
      [...items.keys()].filter((id) => id.startsWith("link:")).length,
      1,
    );
  });
});

Deno.test("the app welcomes a channel once: when it joins, or with its first answer there", async () => {
  await talking(async (talk) => {
    const { session } = talk;
    const invite = () =>
      session.send("POST", "/control/channels/COUT/invite", { user: "UALICE" });
    await invite();
    const [welcome, ...more] = await talk.answers();
    assertEquals([welcome!.channel, more], ["COUT", []]);
    assertStringIncludes(plain(welcome!), "Next, link a schedule");
    await session.send("POST", "/control/channels/COUT/remove", {});
    await invite();
    assertEquals(await talk.answers(), []);
    const there = { channel: "COUT" };
    const [answer] = await talk.say("UALICE", "@Shiftlight help", there);
    assert(!plain(answer!).includes("Next, link"));
    const [first] = await talk.say("UALICE", "@Shiftlight help");
    assertStringIncludes(plain(first!), "Next, link a schedule");
    const [second] = await talk.say("UALICE", "@Shiftlight help");
    assert(!plain(second!).includes("Next, link"));
    // A person who joins is no reason to say anything.
    await talk.write("UBOB", "hello", there);
    assertEquals(await talk.answers(), []);
  });
});

Deno.test("the first command of a person who has not opted in brings the button to do so, once", async () => {
  await talking(async (talk) => {
    const first = await talk.say("UCAROL", "@Shiftlight who search");
    const [offer] = first.filter(({ channel }) => channel === "UCAROL");
    assertEquals(offer!.buttons!.map(({ label }) => label), ["Opt in"]);
    const second = await talk.say("UCAROL", "@Shiftlight who search");
    assertEquals(second.map(({ channel }) => channel), ["CPAY"]);
    const alice = await talk.say("UALICE", "@Shiftlight who search");
    assertEquals(alice.map(({ channel }) => channel), ["CPAY"]);
  });
});

Deno.test("buttons work a week later, and after another set-up", async () => {
  await talking(async (talk) => {
    const [all] = await talk.say("UALICE", "@Shiftlight list all schedules");
    await talk.session.to(at("09:00", 7));
    await talk.session.trip("Set up Shiftlight", { user: "UALICE" });
    await talk.answers();
    const [linked] = await talk.press("UBOB", all!.ts, "link:Search");
    assertStringIncludes(plain(linked!), "bob linked Search here");
    assertEquals(linked!.thread_ts, all!.thread_ts);
  }, { operators: ["UALICE"] });
});

Deno.test("without talking, nothing is heard and nothing is noted", async () => {
  await talking(async (talk) => {
    assertEquals(await talk.say("UALICE", "@Shiftlight help"), []);
    assertEquals(await talk.say("UALICE", "help", {}), []);
    assertEquals(await talk.session.items("talk"), []);
    const runs = await talk.session.items("runs");
    assert(!runs.some(({ id }) => id === "rosters_read"));
  }, { talk: false });
});
