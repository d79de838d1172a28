import type { Status } from "../../reconciler/status.ts";
import { shown, timeOf } from "./presence.ts";
import { FIT, type Stage } from "./stage.ts";
import type { DemoWorkspace, Run } from "./workspace.ts";

/** A person of a scene, as the workspace has them at its start. */
export interface ScenePerson {
  id: string;
  name: string;
  /** One line that introduces them. */
  about: string;
  status: Status;
  /** Unix seconds, 0 for none. */
  snooze_until: number;
  tz: string;
  consent: Record<string, unknown> | null;
  guest?: true;
}

/** An instant of a scene and what happens then. */
export interface Moment {
  at: string;
  /** What happens, in words; empty if only the clock moves on. */
  text: string;
  act?: (workspace: DemoWorkspace) => Promise<void>;
}

/** A story that is played in a workspace and then judged. */
export interface Scene<M extends Moment = Moment> {
  title: string;
  people: readonly ScenePerson[];
  /** The head of the third column of the introduction. */
  aboutHead: string;
  /** What to look at, in a line. */
  lookAt: string;
  moments: readonly M[];
  open(): DemoWorkspace | Promise<DemoWorkspace>;
  /** Shows the runs that the clock passed on its way to a moment. */
  showRuns?(
    runs: readonly Run[],
    workspace: DemoWorkspace,
    stage: Stage,
  ): Promise<void>;
  /** Shows the result of a moment; `failed` lists what went wrong in it. */
  showMoment(
    moment: M,
    failed: readonly string[],
    workspace: DemoWorkspace,
    stage: Stage,
  ): Promise<void>;
  /** Shows what held. Returns the number of checks that failed. */
  judge(workspace: DemoWorkspace, stage: Stage): Promise<number>;
}

/**
 * Plays a scene moment by moment.
 *
 * @returns the number of checks that failed.
 */
export async function playScene(scene: Scene, stage: Stage): Promise<number> {
  const workspace = await scene.open();
  try {
    introduce(scene, stage);
    for (const moment of scene.moments) {
      const runs = await workspace.moveTo(moment.at);
      await scene.showRuns?.(runs, workspace, stage);
      if (moment.text !== "") narrate(stage, moment);
      const failed = await failuresIn(moment, workspace);
      for (const text of failed) stage.line(stage.colors.red(`  ✗ ${text}`));
      await scene.showMoment(moment, failed, workspace, stage);
    }
    return await scene.judge(workspace, stage);
  } finally {
    workspace.close();
  }
}

function introduce(
  { title, lookAt, people, aboutHead }: Scene,
  { colors, line, table }: Stage,
): void {
  line(colors.bold(title));
  line(lookAt);
  line();
  table(
    ["person", "status before", aboutHead],
    people.map(({ name, status, about }) => [name, shown(status), about]),
    [FIT, 3, 4],
  );
  line();
}

function narrate({ colors, line }: Stage, { at, text }: Moment): void {
  line(`${colors.bold(timeOf(at))}  ${colors.cyan(text)}`);
  line();
}

/** Acts out a moment. Returns what failed in it and in the runs before it. */
async function failuresIn(
  { act }: Moment,
  workspace: DemoWorkspace,
): Promise<string[]> {
  try {
    await act?.(workspace);
    return workspace.takeFailures();
  } catch (error) {
    return [...workspace.takeFailures(), (error as Error).message];
  }
}
