/** A workspace in which somebody has built a workflow from the app's steps. */
import { shiftlight } from "../../../packages/slack-box/shiftlight.ts";
import { withBuiltWorkflow } from "../../../scripts/bundle/built_workflow.ts";
import { inSession, type RunAnswer, type Session } from "../session.ts";

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
  await inSession(scenario, play, {
    app: withBuiltWorkflow(shiftlight),
  });
}
