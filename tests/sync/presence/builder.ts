/** Workflows that somebody built from the app's steps, and a workspace that has them. */
import { shiftlight } from "../../../packages/slack-box/shiftlight.ts";
import type { App } from "../../../packages/slack-box/app.ts";
import { inSession, type RunAnswer, type Session } from "../session.ts";

const PERSON = "slack#/types/user_id";

/** It looks at a person, sets them, and tells a channel. */
const LOOK_AND_SET = {
  title: "Look and set",
  input_parameters: {
    properties: {
      person: { type: PERSON },
      presence: { type: "string" },
      used_by: { type: PERSON },
    },
    required: ["person", "presence"],
  },
  steps: [
    {
      id: "0",
      function_id: "#/functions/get_presence",
      inputs: { person: "{{inputs.person}}" },
    },
    {
      id: "1",
      function_id: "#/functions/set_presence",
      inputs: {
        person: "{{inputs.person}}",
        presence: "{{inputs.presence}}",
        used_by: "{{inputs.used_by}}",
      },
    },
    {
      id: "2",
      function_id: "slack#/functions/send_message",
      inputs: {
        channel_id: "CTEAM",
        message: "Before: {{steps.0.presence}}. {{steps.1.message}}",
      },
    },
  ],
};

const NAME = "look_and_set";

/** The link gives who clicked; the person and the presence are customizable. */
const LINK = {
  type: "shortcut",
  name: "Shiftlight: look and set",
  workflow: `#/workflows/${NAME}`,
  inputs: {
    person: { customizable: true as const },
    presence: { customizable: true as const },
    used_by: { value: "{{data.user_id}}" },
  },
};

const app: App = {
  ...shiftlight,
  manifest: {
    ...shiftlight.manifest,
    workflows: { ...shiftlight.manifest.workflows, [NAME]: LOOK_AND_SET },
  },
  triggers: (...setting) => [
    ...shiftlight.triggers(...setting),
    LINK,
  ],
};

/** What one use of the workflow did. */
export interface Used {
  run: RunAnswer;
  /** `active` or `away`, before. */
  seen: unknown;
  outcome: unknown;
  /** How often each method of Slack's was called. */
  calls: Record<string, number>;
  /** Calls that read or set a presence with a person's own token. */
  asThem: number;
}

/** Somebody uses the workflow for a person. */
export async function useWorkflow(
  session: Session,
  person: string,
  presence: string,
  by = "UOPS",
): Promise<Used> {
  await session.countAnew();
  const run = await session.trip("Look and set", {
    user: by,
    inputs: { person, presence },
  });
  const { by_method: calls, log } = await session.requests();
  return {
    run,
    seen: run.steps[0]?.outputs?.presence,
    outcome: run.steps[1]?.outputs?.outcome,
    calls,
    asThem:
      log.filter(({ method, token_owner }) =>
        /^users\.(get|set)Presence$/.test(method) && token_owner === person
      ).length,
  };
}

/** A session in a workspace that has the workflow. */
export async function withBuilder(
  scenario: unknown,
  play: (session: Session) => Promise<void>,
): Promise<void> {
  await inSession(scenario, play, { app });
}
