import { asFailure } from "../../slack/failure.ts";
import { linksByWorkflow } from "../../slack/triggers.ts";
import { type LinkTrigger, titleOf } from "../../triggers/link_triggers.ts";
import type { Execution } from "../execution.ts";

/** A link by which people start a workflow. */
export interface Link {
  /** As people see it far from the app: `Shiftlight: opt in`. */
  name: string;
  /** As the app's own texts call it: `Opt in`. */
  title: string;
  url: string;
}

/**
 * The addresses of these links, in their order. One whose trigger does not exist
 * is left out.
 *
 * @returns none also if Slack does not list the triggers: a text can do without.
 */
export async function readLinks(
  { client }: Execution,
  triggers: readonly LinkTrigger[],
): Promise<Link[]> {
  try {
    const links = await linksByWorkflow(client);
    return triggers.flatMap(({ name, workflow }) => {
      const url = links.get(workflow.replace("#/workflows/", ""));
      return url ? [{ name, title: titleOf({ name }), url }] : [];
    });
  } catch (thrown) {
    const { message } = asFailure(thrown, "listing triggers");
    console.warn(`the links: ${message}`);
    return [];
  }
}
