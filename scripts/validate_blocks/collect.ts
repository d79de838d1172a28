import type { Answer } from "../../talking/answer.ts";
import { messageOf } from "../../talking/message.ts";
import { answerRows } from "../../tests/talking/answer_samples.ts";
import { playScene, type Scene } from "../demo/scene.ts";
import { SCENES } from "../demo/scenes.ts";
import { stageOn } from "../demo/stage.ts";

/** One message that people get in Slack. */
export interface Collected {
  /** What made it, for people to find it again. */
  from: string;
  /** `undefined`: it is text alone. */
  blocks: unknown[] | undefined;
}

/**
 * Every message that the scenes of the demo post.
 *
 * @throws {Error} if a scene did not come out right: it may have posted too little.
 */
export async function demoMessages(
  scenes: Readonly<Record<string, () => Scene>> = SCENES,
): Promise<Collected[]> {
  const collected: Collected[] = [];
  const silent = stageOn(() => {}, false);
  for (const [name, make] of Object.entries(scenes)) {
    const scene = make();
    const failures = await playScene({
      ...scene,
      async judge(workspace, stage) {
        const messages = await workspace.messages() as {
          at: string;
          blocks?: unknown[];
        }[];
        for (const { at, blocks } of messages) {
          collected.push({ from: `the demo's scene ${name}, ${at}`, blocks });
        }
        return await scene.judge(workspace, stage);
      },
    }, silent);
    if (failures > 0) {
      throw new Error(
        `the demo's scene ${name} did not come out right: deno task demo --scene ${name}`,
      );
    }
  }
  return collected;
}

/** Made-up addresses of all links that the answer has buttons for. */
function linksFor(answer: Answer): Record<string, string> {
  const workflows = answer.flatMap(({ lines }) =>
    lines.flatMap(({ button }) => button?.workflow ?? [])
  );
  return Object.fromEntries(
    workflows.map((workflow) => [
      workflow,
      `https://slack.com/shortcuts/Ft1/${workflow}`,
    ]),
  );
}

/** A message for every sample of an answer. */
export function sampleMessages(): Collected[] {
  return answerRows().map(({ from, answer }) => ({
    from,
    blocks: messageOf(answer, linksFor(answer)).blocks,
  }));
}
