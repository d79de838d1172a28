import { assertEquals } from "@std/assert";
import { callSlack, type FixtureContext, LINK } from "./fixture/app.ts";
import {
  asApp,
  CHOICE_LINK,
  EVENT_TRIGGERS,
  withTalkingApp,
} from "./fixture/talking_app.ts";

function workflowButton(url: string, fields: Record<string, unknown> = {}) {
  return {
    type: "workflow_button",
    action_id: "choose",
    text: { type: "plain_text", text: "Choose red" },
    workflow: {
      trigger: {
        url,
        customizable_input_parameters: [{ name: "choice", value: "red" }],
      },
    },
    ...fields,
  };
}

const PLAIN = {
  type: "button",
  text: { type: "plain_text", text: "Plain" },
  action_id: "plain",
  value: "v",
};

function message(channel: string, ...elements: unknown[]) {
  return {
    channel,
    text: "Choose",
    blocks: [{ type: "actions", block_id: "b1", elements }],
  };
}

Deno.test("a workflow button starts its link with its inputs and its place", async () => {
  await withTalkingApp({}, async (talk) => {
    const { ask, heard, linkUrl, messages } = talk;
    const button = workflowButton(linkUrl());
    const { ts } = await asApp(
      talk,
      "chat.postMessage",
      message("UALICE", button, PLAIN),
    );
    const [shown] = await messages();
    assertEquals(shown!.buttons, [
      { label: "Choose red", action_id: "choose", inputs: { choice: "red" } },
      { label: "Plain", action_id: "plain", inputs: {} },
    ]);
    for (const name of ["Choose red", "choose"]) {
      heard.length = 0;
      const { body } = await ask("POST", `/control/messages/${ts}/click`, {
        user: "UALICE",
        button: name,
      });
      assertEquals(body.status, "completed");
      assertEquals(heard, [{
        event: "link",
        channel: "DALICE",
        user: "UALICE",
        ts,
        choice: "red",
        location: "message",
        action: "choose",
      }]);
    }
  });
});

Deno.test("a value of a button is never read as a template", async () => {
  await withTalkingApp({}, async (talk) => {
    const trigger = {
      url: talk.linkUrl(),
      customizable_input_parameters: [{
        name: "choice",
        value: "{{data.user_id}}",
      }],
    };
    const button = workflowButton("", { workflow: { trigger } });
    const post = message("CPAY", button);
    const { ts } = await asApp(talk, "chat.postMessage", post);
    await talk.ask("POST", `/control/messages/${ts}/click`, {
      user: "UBOB",
      button: "choose",
    });
    assertEquals(talk.heard[0]!.choice, "{{data.user_id}}");
    assertEquals([talk.heard[0]!.channel, talk.heard[0]!.user], [
      "CPAY",
      "UBOB",
    ]);
  });
});

Deno.test("a click on what is not there, or not seen, is refused", async () => {
  await withTalkingApp({}, async (talk) => {
    const { ask, linkUrl, workspace } = talk;
    const button = workflowButton(linkUrl());
    const dm = await asApp(
      talk,
      "chat.postMessage",
      message("UALICE", button, PLAIN),
    );
    const secret = await asApp(talk, "chat.postEphemeral", {
      ...message("CPAY", button),
      user: "UALICE",
    });
    const click = async (ts: string, user: string, name?: string) => {
      const path = `/control/messages/${ts}/click`;
      const { status, body } = await ask("POST", path, { user, button: name });
      return status === 200 ? 200 : body.error;
    };
    assertEquals(await click("1.1", "UALICE", "choose"), "no message 1.1");
    assertEquals(await click(dm.ts, "UALICE"), "button: required");
    assertEquals(
      await click(dm.ts, "UALICE", "Choose blue"),
      `no button Choose blue in ${dm.ts}; it has Choose red (choose), Plain (plain)`,
    );
    assertEquals(
      await click(dm.ts, "UBOB", "choose"),
      `UBOB does not see ${dm.ts}`,
    );
    assertEquals(
      await click(secret.message_ts, "UBOB", "choose"),
      `UBOB does not see ${secret.message_ts}`,
    );
    assertEquals(await click(secret.message_ts, "UALICE", "choose"), 200);
    assertEquals(
      await click(dm.ts, "UALICE", "plain"),
      "Plain is a plain button, and its execution is over",
    );
    for (const [id, { name }] of workspace.state.triggers) {
      if (name === CHOICE_LINK.name) workspace.state.triggers.delete(id);
    }
    assertEquals(
      await click(dm.ts, "UALICE", "choose"),
      "the trigger of Choose red is gone",
    );
  });
});

Deno.test("a button works for as long as its trigger exists, by the same address", async () => {
  await withTalkingApp({}, async (talk) => {
    const { ask, linkUrl, workspace } = talk;
    const post = message("CPAY", workflowButton(linkUrl()));
    const { ts } = await asApp(talk, "chat.postMessage", post);
    const [id] = [...workspace.state.triggers]
      .find(([_, { name }]) => name === CHOICE_LINK.name)!;
    await asApp(talk, "workflows.triggers.update", {
      ...CHOICE_LINK,
      trigger_id: id,
      description: "Changed",
    });
    await ask("POST", "/control/clock", { advance_seconds: 7 * 86_400 });
    const click = async () =>
      await ask("POST", `/control/messages/${ts}/click`, {
        user: "UALICE",
        button: "choose",
      });
    assertEquals((await click()).body.status, "completed");
    await asApp(talk, "workflows.triggers.update", {
      ...CHOICE_LINK,
      trigger_id: id,
      inputs: { choice: { value: "blue" } },
    });
    assertEquals((await click()).body, {
      error: "the trigger lets nobody choose choice any more",
    });
  });
});

Deno.test("Slack refuses a button whose link does not exist or does not take its inputs", async () => {
  const fixed = { ...LINK, name: "Fixed" };
  const triggers = [...EVENT_TRIGGERS, CHOICE_LINK, fixed];
  await withTalkingApp({ triggers }, async (talk) => {
    const post = async (...elements: unknown[]) => {
      const blocks = message("CPAY", ...elements);
      return await asApp(talk, "chat.postMessage", blocks);
    };
    const none = await post(
      PLAIN,
      workflowButton("https://slack.com/shortcuts/Ft1/x"),
    );
    assertEquals([none.error, none.errors], [
      "invalid_blocks",
      ["is no link trigger [json-pointer:/blocks/0/elements/1/workflow/trigger/url]"],
    ]);
    const [, , , , link] = (await talk.ask("GET", "/control/triggers")).body;
    assertEquals(link.name, "Fixed");
    const { triggers: listed } = await asApp(
      talk,
      "workflows.triggers.list",
      {},
    );
    const url = listed.find(({ name }: { name: string }) => name === "Fixed")
      .shortcut_url;
    const other = await post(workflowButton(url));
    assertEquals(other.errors, [
      "choice is not customizable in the link trigger " +
      "[json-pointer:/blocks/0/elements/0/workflow/trigger/customizable_input_parameters]",
    ]);
    assertEquals(await talk.messages(), []);
  });
});

Deno.test("a plain button of an open execution says that its function handles none", async () => {
  const post = async (context: FixtureContext) => {
    await callSlack(context, "chat.postMessage", message("CPAY", PLAIN));
    await context.clock.sleep(20_000);
  };
  await withTalkingApp({ work: post }, async ({ ask, write, workspace }) => {
    const done = write({ user: "UALICE", text: "go" });
    const errors: string[] = [];
    workspace.at(workspace.clock.now() + 5_000, () => {
      const { ts } = workspace.state.messages.at(-1)!;
      ask("POST", `/control/messages/${ts}/click`, {
        user: "UALICE",
        button: "Plain",
      }).then(({ body }) => errors.push(body.error));
    });
    await done;
    assertEquals(errors, [
      "Plain is a plain button, and its function handles none",
    ]);
  });
});

Deno.test("a link is tripped in a channel, with inputs that it takes", async () => {
  const form = { ...CHOICE_LINK };
  await withTalkingApp({ triggers: [form] }, async ({ ask, heard }) => {
    const [link] = (await ask("GET", "/control/triggers")).body;
    const trip = (body: Record<string, unknown>) =>
      ask("POST", `/control/triggers/${link.id}/trip`, {
        user: "UALICE",
        ...body,
      });
    await trip({ channel: "CPAY", inputs: { choice: "forged" } });
    await trip({ channel: "UALICE" });
    await trip({});
    assertEquals(heard, [
      { event: "link", user: "UALICE", channel: "CPAY", choice: "forged" },
      { event: "link", user: "UALICE", channel: "DALICE" },
      { event: "link", user: "UALICE" },
    ]);
    const refused: [Record<string, unknown>, string][] = [
      [{ channel: "nowhere" }, "channel: no channel nowhere"],
      [{ channel: "DBOB" }, "channel: UALICE is not in DBOB"],
      [
        { inputs: { text: "x" } },
        `inputs: text is not customizable in ${link.id}`,
      ],
      [{ inputs: [] }, "inputs: expected an object, got a list"],
    ];
    for (const [body, error] of refused) {
      assertEquals(await trip(body), { status: 400, body: { error } });
    }
  });
});
