import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { removeEmoji } from "../../packages/slack-box/web_api/emoji.ts";
import { HOME_BUTTONS, LINK_TRIGGERS } from "../../triggers/link_triggers.ts";
import { TALK_LINKS } from "../../triggers/talk_links.ts";
import { at, onCall, person, scenario, schedule, shift } from "./day.ts";
import { inSession, inUnreadSession, type Session } from "./session.ts";

const NAME = "Set up Shiftlight";

/** Links that buttons start, and those that do what commands do. */
const OTHERS = [...HOME_BUTTONS, ...TALK_LINKS].map(({ name }) => name);
const REPORTS = "Shiftlight reports here";

const people = () => [
  person("ann"),
  person("ops", { consent: null }),
  person("eve", { consent: null }),
];

function day(more: Record<string, unknown> = { operators: ["UOPS"] }) {
  return scenario(people(), [onCall("ann")], more);
}

/** What the person who clicks is told. */
async function setUp(session: Session, user = "UOPS"): Promise<string> {
  const before = (await session.messages(user)).length;
  const run = await session.trip(NAME, { user });
  assertEquals(run.status, "completed");
  return (await session.messages(user)).slice(before).join("\n");
}

/** As right after `slack deploy`: of all triggers only the one made by hand. */
function deployOnly(session: Session): void {
  const { triggers } = session.workspace.state;
  for (const [id, { name }] of triggers) {
    if (name !== NAME) triggers.delete(id);
  }
}

async function triggersOf(session: Session) {
  return await session.get<{ id: string; name: string; type: string }[]>(
    "/control/triggers",
  );
}

Deno.test("one link makes all the others, and the second time reports no change", async () => {
  await inSession(day(), async (session) => {
    const installed = await triggersOf(session);
    const names = (triggers: { name: string }[]) =>
      triggers.map(({ name }) => name).sort();
    deployOnly(session);
    assertEquals(names(await triggersOf(session)), [NAME]);
    const first = await setUp(session);
    assertStringIncludes(
      first,
      `Triggers: made ${installed.length - 1}: _Opt in_, _Opt out_, `,
    );
    assertStringIncludes(
      first,
      `_Take time off_, _Declare a deploy freeze_, _End it now_, _Undo_, _My history_ and ${
        installed.length - 11
      } more; all ${installed.length - 1} are`,
    );
    const made = await triggersOf(session);
    assertEquals(names(made), names(installed));
    const second = await setUp(session);
    assertStringIncludes(second, "Triggers: no change");
    assert(!second.includes("made"), second);
    assertEquals(await triggersOf(session), made);
    // What the set-up made works.
    await session.to(at("09:05"));
    assertStringIncludes((await session.status("UANN")).text, "On call");
  });
});

Deno.test("a link with other words gets its own back, and a poll too many goes", async () => {
  await inSession(day(), async (session) => {
    const { triggers } = session.workspace.state;
    const before = await triggersOf(session);
    const all = [...triggers.values()];
    const link = all.find(({ name }) => name === "Shiftlight: opt in")!;
    link.name = "Join";
    const poll = all.find(({ name }) => name.startsWith("Sync every hour"))!;
    triggers.set("FtTWICE", { ...poll, id: "FtTWICE" });
    const said = await setUp(session);
    assertStringIncludes(
      said,
      `Triggers: changed 1: _Opt in_; removed 1: _${poll.name}_; all`,
    );
    assertEquals(await triggersOf(session), before);
    assertStringIncludes(await setUp(session), "Triggers: no change");
  });
});

Deno.test("it says what is right, in one message, with the link to opt in", async () => {
  await inSession(day(), async (session) => {
    const text = await setUp(session);
    assertEquals((await session.messages("UOPS")).length, 1);
    for (
      const words of [
        "*Shiftlight is set up.*",
        'PAGERDUTY_TOKEN was accepted, found "The on_call"; 1 shift',
        "everyone on the rosters was found in Slack",
        "Scopes: the app has every scope it needs",
        "Companion app: 1 of 1 people who opted in have connected",
        "can post to <#CREPORTS>",
        "Operators: <@UOPS>",
        "Mode: enforce",
        "Share this link, so that people can opt in: https://slack.com/shortcuts/",
      ]
    ) assertStringIncludes(text, words);
    assert(!text.includes(":x:"), text);
  });
});

Deno.test("the answer says what is missing and how to fix it", async () => {
  const schedules = [
    schedule(
      "on_call",
      shift("ann", at("09:00"), at("17:00")),
      { email: "who@elsewhere.example", start: at("09:00"), end: at("10:00") },
    ),
  ];
  const extraConfig = () => ({
    sources: [
      {
        type: "pagerduty",
        id: "payments",
        state: "on_call",
        schedules: ["P_on_call", "P_gone"],
      },
      {
        type: "pagerduty",
        id: "leave",
        state: "pto",
        schedules: ["P_on_call"],
        token: "NO_SUCH_SECRET",
      },
    ],
  });
  const scene = scenario(people(), schedules, { operators: ["UOPS"] });
  await inSession(scene, async (session) => {
    await session.fault({
      method: "chat.postMessage",
      error: "not_in_channel",
    });
    const text = await setUp(session);
    for (
      const words of [
        "*Shiftlight is not ready: 3 things are missing.*",
        'found "The on_call" (P_on_call)',
        "PagerDuty has no schedule P_gone",
        "the secret NO_SUCH_SECRET is not set: slack env set NO_SUCH_SECRET",
        "cannot post to `CREPORTS` (not_in_channel). Invite it there",
        "People: 1 person on the rosters was not found in Slack",
        "who@elsewhere.example",
      ]
    ) assertStringIncludes(text, words);
  }, { extraConfig });
});

Deno.test("a refused credential is named, and whose it is", async () => {
  await inSession(day(), async (session) => {
    await session.fault({ method: "pagerduty", status: 401, times: 9 });
    const text = await setUp(session);
    assertStringIncludes(
      text,
      "PagerDuty refused the API key in the secret PAGERDUTY_TOKEN",
    );
  });
});

Deno.test("the report channel is tried without bothering it twice", async () => {
  await inSession(day(), async (session) => {
    await setUp(session);
    await setUp(session);
    const posted = (await session.messages("CREPORTS"))
      .filter((text) => text.startsWith(REPORTS));
    assertEquals(posted.length, 1);
    await session.fault({ method: "chat.update", error: "channel_not_found" });
    assertStringIncludes(await setUp(session), "cannot post to `CREPORTS`");
    assertStringIncludes(await setUp(session), "can post to <#CREPORTS>");
  });
});

Deno.test("only operators may, and while there are none the person who was first", async () => {
  await inSession(day(), async (session) => {
    deployOnly(session);
    const text = await setUp(session, "UEVE");
    assertStringIncludes(text, "Only <@UOPS> may set up Shiftlight");
    assertEquals((await triggersOf(session)).length, 1);
  });
  await inSession(day({}), async (session) => {
    const missing = (await triggersOf(session)).length - 1;
    deployOnly(session);
    assertStringIncludes(
      await setUp(session, "UEVE"),
      `made ${missing}: _Opt in_`,
    );
    assertStringIncludes(await setUp(session, "UOPS"), "Only <@UEVE> may");
    const again = await setUp(session, "UEVE");
    assertStringIncludes(again, "Operators: there are none");
    assertStringIncludes(again, "Triggers: no change");
  });
});

Deno.test("a trigger that cannot be made is reported, and the next set-up continues", async () => {
  await inSession(day(), async (session) => {
    deployOnly(session);
    await session.to(at("08:01"));
    await session.fault({
      method: "workflows.triggers.create",
      error: "fatal_error",
    });
    assertStringIncludes(
      await setUp(session),
      "Triggers: not all could be made",
    );
    assertStringIncludes(await setUp(session), "as they should be now");
    assertStringIncludes(await setUp(session), "no change");
  });
});

Deno.test("tokens among the secrets are tried, each by its name", async () => {
  const crowd = [
    person("ann", { consent: { path: "env" } }),
    { ...person("ops", { consent: null }), role: "owner" },
  ];
  const scene = scenario(crowd, [onCall("ann")], {
    operators: ["UOPS"],
    admin_tokens: ["UOPS"],
  });
  await inSession(scene, async (session) => {
    const text = await setUp(session);
    assertStringIncludes(text, "USER_TOKEN_UANN: its token works, as <@UANN>");
    assertStringIncludes(text, "ADMIN_TOKENS, number 1: its token works");
    await session.fault({
      method: "auth.test",
      user: "UANN",
      error: "token_revoked",
    });
    assertStringIncludes(
      await setUp(session),
      "USER_TOKEN_UANN: Slack rejects its token (token_revoked)",
    );
  });
});

Deno.test("booked handoffs are left alone", async () => {
  await inSession(day(), async (session) => {
    await session.to(at("08:20"));
    const before = await triggersOf(session);
    assert(before.some(({ name }) => name.startsWith("Handoff ")));
    assertStringIncludes(await setUp(session), "no change");
    assertEquals(await triggersOf(session), before);
  });
});

Deno.test("people on a source that could not be read are not said to be found", async () => {
  const more = { operators: ["UOPS"] };
  const extraConfig = () => ({
    sources: [
      {
        type: "pagerduty",
        id: "payments",
        state: "on_call",
        schedules: ["P_on_call"],
      },
      {
        type: "pagerduty",
        id: "leave",
        state: "pto",
        schedules: ["P_on_call"],
        token: "NO_SUCH_SECRET",
      },
    ],
  });
  const scene = scenario(people(), [onCall("ann")], more);
  await inSession(scene, async (session) => {
    const text = await setUp(session);
    assertStringIncludes(
      text,
      "everyone on the rosters that could be read was found in Slack",
    );
    assert(!text.includes("everybody on the rosters was found"), text);
  }, { extraConfig });
});

/** Whose the app is by now; `""`: nobody's. */
function firstBy(session: Session): string {
  const { items } = session.workspace.state.datastores.get("runs")!;
  const record = items.get("set_up");
  return record ? JSON.parse(String(record.body)).first_by : "";
}

Deno.test("while the record of who was first does not parse, no one can set up the app", async () => {
  for (const more of [{}, { operators: ["UOPS"] }]) {
    await inUnreadSession(day(more), async (session) => {
      await setUp(session, "UOPS");
      deployOnly(session);
      const { items } = session.workspace.state.datastores.get("runs")!;
      const record = items.get("set_up")!;
      record.body = "{}";
      for (const user of ["UEVE", "UOPS"]) {
        const run = await session.trip(NAME, { user });
        assertEquals(run.status, "failed");
        assertStringIncludes(
          JSON.stringify(run.steps.at(-1)),
          "record set_up of runs: does not parse",
        );
      }
      assertEquals(items.get("set_up")!.body, "{}");
      assertEquals((await triggersOf(session)).length, 1);
    });
  }
});

Deno.test("who was first is on record before anything is done", async () => {
  const cases = [[{}, "UEVE"], [{ operators: ["UOPS"] }, "UOPS"]] as const;
  for (const [more, user] of cases) {
    let between = 0;
    for (let calls = 1; calls <= 40; calls++) {
      await inSession(day(more), async (session) => {
        deployOnly(session);
        await session.kill(calls);
        await session.trip(NAME, { user });
        const posted = await session.messages("CREPORTS");
        const made = (await triggersOf(session)).length - 1;
        if (posted.length + made === 0) return;
        between += made < 16 ? 1 : 0;
        assertEquals(firstBy(session), user, `killed after ${calls} calls`);
      });
    }
    assert(between > 0);
  }
});

Deno.test("a person who may not set it up leaves no trace", async () => {
  await inSession(day(), async (session) => {
    await setUp(session, "UEVE");
    assertEquals(firstBy(session), "");
    await setUp(session, "UOPS");
    assertEquals(firstBy(session), "UOPS");
  });
});

Deno.test("a configured emoji that the workspace lacks is named", async () => {
  const states = {
    on_call: {
      text: "On call until {until}",
      emoji: ":our_pager:",
      priority: 1,
    },
    pto: {
      text: "On leave until {until}",
      emoji: ":wave::skin-tone-3:",
      priority: 2,
    },
  };
  const extraConfig = () => ({ states });
  await inSession(day(), async (session) => {
    const first = await setUp(session);
    assertStringIncludes(
      first,
      ":x: Emoji: this workspace has no :our_pager: (`on_call`), so",
    );
    // Someone adds it.
    await session.edit("UANN", "New", ":our_pager:");
    assertStringIncludes(
      await setUp(session),
      "Emoji: this workspace has the emoji of every state.",
    );
    removeEmoji(session.workspace.state, "our_pager");
    assertStringIncludes(
      await setUp(session),
      "has no :our_pager: (`on_call`)",
    );
  }, { extraConfig });
});

Deno.test("emoji that cannot be read keep nobody from setting it up", async () => {
  await inSession(day(), async (session) => {
    const method = "emoji.list";
    await session.fault({ method, error: "internal_error", times: 10 });
    const text = await setUp(session);
    assertStringIncludes(text, "could not read which ones this workspace has");
    assert(!text.includes(":x:"), text);
  });
});

Deno.test("without operators, and before anybody has connected, it does not say that all is well", async () => {
  const nobody = [person("ann", { consent: null })];
  await inSession(scenario(nobody, [onCall("ann")]), async (session) => {
    const text = await setUp(session, "UANN");
    assertStringIncludes(
      text,
      "*Shiftlight is not ready: 1 thing is missing.*",
    );
    assertStringIncludes(text, ":x: Operators: there are none");
    assertStringIncludes(
      text,
      ":information_source: Companion app: nobody has connected their account yet",
    );
  });
});

Deno.test("it gives every link with its address", async () => {
  await inSession(day(), async (session) => {
    const text = await setUp(session);
    const links = (await triggersOf(session))
      .filter(({ type, name }) =>
        type === "shortcut" && name !== NAME && !OTHERS.includes(name)
      );
    assert(links.length > 10);
    for (const { id, name } of links) {
      assert(text.includes(id), `${name} is missing: ${text}`);
      if (!name.endsWith("opt in")) {
        assertStringIncludes(text, `• ${name}: https://`);
      }
    }
    assertStringIncludes(
      text,
      "in the app's own messages: https://slack.com/app_redirect?app=ALOCAL&team=TLOCAL",
    );
  });
});

Deno.test("events that reach the app are made, made anew if they differ, and removed without talking", async () => {
  let extra: Record<string, unknown> = {};
  await inSession(day(), async (session) => {
    const events = async () =>
      (await triggersOf(session)).filter(({ type }) => type === "event");
    const made = await events();
    assertEquals(made.length, 3);
    const { triggers } = session.workspace.state;
    const [mention] = [...triggers.values()].filter(({ type }) =>
      type === "event"
    );
    mention!.inputs = { ...mention!.inputs, app: { value: "UOTHER" } };
    const said = await setUp(session);
    assertStringIncludes(
      said,
      "made 1: _Shiftlight is mentioned_; removed 1: _Shiftlight is mentioned_",
    );
    assertEquals((await events()).length, 3);
    assertStringIncludes(await setUp(session), "Triggers: no change");
    extra = { talk: null };
    const without = await setUp(session);
    assert(!without.includes("commands"), without);
    assertEquals(await events(), []);
    const names = (await triggersOf(session)).map(({ name }) => name);
    assert(!names.includes("Shiftlight: who is on call"), String(names));
    extra = {};
    await setUp(session);
    assertEquals((await events()).length, 3);
  }, { extraConfig: () => extra });
});

Deno.test("an event trigger that Slack refuses is said with its name, and all others are made", async () => {
  await inSession(day(), async (session) => {
    deployOnly(session);
    const { state } = session.workspace;
    const scopes = [...state.botScopes].filter((one) => one !== "im:history");
    state.botScopes = new Set(scopes);
    const said = await setUp(session);
    assertStringIncludes(
      said,
      ":x: Commands: Slack refuses the trigger _Somebody writes to Shiftlight_ (workflows.triggers.create: missing_scope",
    );
    assertStringIncludes(said, "or do without: `talk`");
    const types = (await triggersOf(session)).map(({ type }) => type);
    assertEquals(types.filter((type) => type === "event").length, 2);
    assertEquals(types.filter((type) => type === "scheduled").length, 4);
    // The one that was clicked, and all others.
    assertEquals(
      types.filter((type) => type === "shortcut").length,
      1 + LINK_TRIGGERS.length + OTHERS.length,
    );
  });
});
