import type { Clock } from "../../clock.ts";
import type { Config } from "../../config/schema.ts";
import type { ReadingWindow, RosterReading } from "../../rosters/port.ts";
import type { Remedies } from "../../rosters/remedies.ts";
import { readRosters } from "../../rosters/read_rosters.ts";
import { SECOND } from "@std/datetime";

/** Remedies where there is no Slack. */
const ON_THIS_MACHINE: Remedies = {
  setSecret: (secret, value) =>
    `put <${value}> into ${secret}, in the environment or in .env`,
  unset: (setting) => `remove ${setting} from the environment and .env`,
  ofRate: (answered) =>
    `${answered}: its rate limit is used up; run the preview again in a minute`,
  ofOutage: (answered) => `${answered}: run the preview again later`,
};

/** For all sources together. One call may take 10 seconds. */
const READING_LIMIT_MS = 40 * SECOND;

/**
 * Reads all sources with the app's own adapters.
 *
 * @param env The secrets, by the names of `slack env set`.
 */
export async function readSources(
  { sources, states }: Config,
  window: ReadingWindow,
  timeZone: string,
  env: Record<string, string>,
  clock: Clock,
): Promise<RosterReading> {
  return await readRosters(sources, Object.keys(states), window, {
    env,
    clock,
    timeZone,
    stopAtMs: clock.now() + READING_LIMIT_MS,
    remedies: ON_THIS_MACHINE,
  });
}
