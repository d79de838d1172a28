import { shiftlight } from "../../packages/slack-box/shiftlight.ts";
import { parseScenario } from "../../packages/slack-box/scenario.ts";
import {
  createWorkspace,
  type WorkspaceOptions,
} from "../../packages/slack-box/workspace.ts";

/** A request to the local workspace, its answer as JSON; `token` is a person's own. */
export type Ask = <T>(
  method: string,
  path: string,
  body?: unknown,
  token?: string,
) => Promise<T>;

export interface OpenWorkspace {
  ask: Ask;
  close: () => void;
}

/**
 * A local workspace with the app of this project installed.
 *
 * @throws {Error} by `ask`, with the address, for whatever is refused.
 */
export function openWorkspace(
  scenario: unknown,
  options: Partial<WorkspaceOptions> = {},
): OpenWorkspace {
  const workspace = createWorkspace({
    app: shiftlight,
    scenario: parseScenario(scenario, shiftlight),
    ...options,
  });
  const ask: Ask = async (method, path, body, token) => {
    const response = await workspace.handle(
      new Request(`http://local${path}`, {
        method,
        headers: {
          "Content-Type": "application/json",
          ...(token ? { Authorization: `Bearer ${token}` } : {}),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
    const answer = await response.json();
    if (!response.ok || answer.ok === false) {
      throw new Error(`${method} ${path}: ${answer.error}`);
    }
    return answer;
  };
  return { ask, close: () => workspace.close() };
}
