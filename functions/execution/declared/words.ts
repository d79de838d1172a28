import { formatUntil } from "../../../reconciler/template.ts";
import { asFailure } from "../../../slack/failure.ts";
import { optInLink } from "../../../slack/opt_in_link.ts";
import type { Declaration } from "./declare.ts";
import { daysAfter } from "./days.ts";
import type { Execution } from "../execution.ts";

/** What became of a declaration. */
interface Outcome {
  /** Unix seconds. */
  now: number;
  /** Whether something declared before ends by it. */
  replaced: boolean;
  /** Whether it may show, by what its person allows. */
  shows: boolean;
}

/** What whoever declared something is told. */
export async function declaredAnswer(
  execution: Execution,
  declaration: Declaration,
  { now, replaced, shows }: Outcome,
): Promise<string> {
  const { name, group, state } = declaration;
  const whose = group === undefined ? "" : ` for <!subteam^${group}>`;
  return [
    `${name} is recorded${whose}: ${whenOf(declaration, now)}.`,
    replaced
      ? "It takes the place of what was declared before, from then on."
      : "",
    group === undefined
      ? ""
      : `Only those in the group who opted in for ${state} are touched.`,
    shows
      ? "A run follows right now."
      : `Nothing will show: you have not opted in for ${state}. ${await howToOptIn(
        execution,
      )}`,
    "*End it now* ends it at any time.",
  ].filter(Boolean).join(" ");
}

function whenOf(
  { start, end, days, time_zone }: Declaration,
  now: number,
): string {
  if (days !== null) {
    const last = days.until === null ? null : daysAfter(days.until, -1);
    const which = last === null
      ? `from ${days.from} until you end it`
      : last === days.from
      ? last
      : `${days.from} to ${last}`;
    return `${which}, whole days in your time zone (${time_zone})`;
  }
  const at = (instant: number) => formatUntil(instant, time_zone, now);
  const from = start > now ? `from ${at(start)}` : "from now on";
  const zone = start > now || end !== null ? ` (${time_zone})` : "";
  return `${from} until ${end === null ? "you end it" : at(end)}${zone}`;
}

/** Without a link it is worth saying all the same. */
async function howToOptIn({ client }: Execution): Promise<string> {
  const link = await optInLink(client).catch((thrown) => {
    const { message } = asFailure(thrown, "looking for the link");
    console.warn(`the link to opt in: ${message}`);
    return null;
  });
  return link === null
    ? "Open the *Opt in* link that was shared with you, and it does."
    : `Opt in with ${link}, and it does.`;
}
