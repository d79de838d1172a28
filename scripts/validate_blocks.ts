/**
 * `deno task validate:blocks`: sends every message of the demo and of the samples to
 * `blocks.validate`. See `USAGE`.
 */
import { SECOND } from "@std/datetime";
import { demoMessages, sampleMessages } from "./validate_blocks/collect.ts";
import { localSender, slackSender } from "./validate_blocks/send.ts";
import { validateAll, type Verdict } from "./validate_blocks/validate.ts";

const USAGE = `usage: deno task validate:blocks [--slack]

Plays the demo, takes a sample of every answer, and sends each message that has
blocks to blocks.validate of the local workspace. Exits 1 if one is refused.

  --slack   send the demo's messages to https://slack.com/api/blocks.validate
            instead: it asks for no token, and needs internet`;

async function validateLocally(): Promise<Verdict> {
  const { send, close } = localSender();
  try {
    const messages = [...await demoMessages(), ...sampleMessages()];
    return await validateAll(messages, send);
  } finally {
    close();
  }
}

async function validateAtSlack(): Promise<Verdict> {
  const sleep = (seconds: number) =>
    new Promise<void>((done) => setTimeout(done, seconds * SECOND));
  const send = slackSender((url, init) => fetch(url, init), sleep);
  return await validateAll(await demoMessages(), send);
}

const args = Deno.args.filter((arg) => arg !== "--");
if (args.includes("--help") || args.includes("-h")) {
  console.log(USAGE);
  Deno.exit(0);
}
const atSlack = args.length === 1 && args[0] === "--slack";
if (args.length > 0 && !atSlack) {
  console.error(`validate:blocks: cannot use the arguments ${args.join(" ")}`);
  console.error(USAGE);
  Deno.exit(2);
}
try {
  const verdict = await (atSlack ? validateAtSlack() : validateLocally());
  const { sent, textAlone, refused } = verdict;
  for (const each of refused) console.error(`refused: ${each}`);
  if (sent === 0) console.error("no message has blocks, so none was validated");
  console.log(
    `${sent} messages with blocks sent to ${
      atSlack ? "Slack" : "the local workspace"
    }, ${refused.length} mistakes; ${textAlone} messages are text alone`,
  );
  if (refused.length > 0 || sent === 0) Deno.exit(1);
} catch (thrown) {
  console.error(`validate:blocks: ${(thrown as Error).message}`);
  Deno.exit(1);
}
