import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Moment, Scene } from "../../scripts/demo/scene.ts";
import { DemoWorkspace } from "../../scripts/demo/workspace.ts";
import {
  demoMessages,
  sampleMessages,
} from "../../scripts/validate_blocks/collect.ts";
import {
  localSender,
  slackSender,
} from "../../scripts/validate_blocks/send.ts";
import { validateAll } from "../../scripts/validate_blocks/validate.ts";

const DIVIDER = [{ type: "divider" }];
const TOO_LONG = [
  { type: "divider" },
  { type: "header", text: { type: "plain_text", text: "x".repeat(151) } },
];

Deno.test("every sample of an answer is right by Slack's rules", async () => {
  const { send, close } = localSender();
  try {
    const samples = sampleMessages();
    assert(samples.length > 40, `only ${samples.length} samples`);
    const { sent, textAlone, refused } = await validateAll(samples, send);
    assertEquals([sent, textAlone, refused], [samples.length, 0, []]);
    const buttons = samples.filter(({ blocks }) =>
      JSON.stringify(blocks).includes("workflow_button")
    );
    assert(buttons.length > 0, "no sample has a button");
  } finally {
    close();
  }
});

Deno.test("what is refused is named with where it comes from, its place and why", async () => {
  const { send, close } = localSender();
  try {
    const verdict = await validateAll([
      { from: "a", blocks: DIVIDER },
      { from: "b", blocks: TOO_LONG },
      { from: "c", blocks: undefined },
      { from: "d", blocks: [] },
    ], send);
    assertEquals(verdict, {
      sent: 2,
      textAlone: 2,
      refused: ["b: /blocks/1/text/text: must be less than 151 characters"],
    });
  } finally {
    close();
  }
});

/** A scene without moments, in which somebody reads what *My Shiftlight* is. */
function scene(failures: number): Scene {
  const moment: Moment = {
    at: "2026-03-02T09:00:00Z",
    text: "",
    act: (workspace) => workspace.click("ann", "My Shiftlight"),
  };
  return {
    title: "",
    aboutHead: "",
    lookAt: "",
    people: [],
    moments: [moment],
    open: () =>
      DemoWorkspace.open({
        now: "2026-03-02T08:00:00Z",
        people: [{
          id: "UANN",
          name: "ann",
          about: "",
          tz: "UTC",
          status: { text: "", emoji: "", expiration: 0 },
          snooze_until: 0,
          consent: null,
        }],
        schedules: [],
      }),
    showMoment: () => Promise.resolve(),
    judge: () => Promise.resolve(failures),
  };
}

Deno.test("the demo's messages are taken before its workspace closes, and a scene that failed is said", async () => {
  const [message] = await demoMessages({ made_up: () => scene(0) });
  assertStringIncludes(message!.from, "the demo's scene made_up, 2026-03-02");
  let error = "";
  try {
    await demoMessages({ made_up: () => scene(1) });
  } catch (thrown) {
    error = (thrown as Error).message;
  }
  assertStringIncludes(error, "did not come out right");
});

Deno.test("Slack's own method is asked without a token, and a 429 is waited for", async () => {
  const waits: number[] = [];
  const asked: [string, string, boolean][] = [];
  const answers = [
    new Response("", { status: 429, headers: { "Retry-After": "7" } }),
    Response.json({ ok: true }),
    new Response("", { status: 503 }),
  ];
  const send = slackSender((url, { body, headers }) => {
    asked.push([url, String(body), headers === undefined]);
    return Promise.resolve(answers.shift()!);
  }, (seconds) => {
    waits.push(seconds);
    return Promise.resolve();
  });
  assertEquals(await send({ blocks: DIVIDER }), { ok: true });
  assertEquals(waits, [7]);
  const [url, body, noHeaders] = asked[0]!;
  assertEquals(url, "https://slack.com/api/blocks.validate");
  assertEquals(noHeaders, true);
  assertEquals(JSON.parse(new URLSearchParams(body).get("message")!), {
    blocks: DIVIDER,
  });
  assertEquals((await send({ blocks: DIVIDER })).error, "Slack answered 503");
});
