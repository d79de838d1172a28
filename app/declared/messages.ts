import type { Mode } from "../../config/schema.ts";
import { formatUntil } from "../../reconciler/template.ts";
import { daysAfter } from "../../rosters/zoned_time.ts";
import { asFailure } from "../../slack/failure.ts";
import { optInLink } from "../../slack/triggers.ts";
import type { DeclaredShift } from "../../slack/records/declared_shifts.ts";
import type { Execution } from "../execution.ts";
import type { Declaration } from "./declare.ts";

/** What became of a declaration. */
interface Outcome {
  /** Unix seconds. */
  now: number;
  /** As it was recorded: whole days with those before that it was joined with. */
  record: DeclaredShift;
  /** What was declared before and ends by it, as it was. */
  replaced: readonly DeclaredShift[];
  /** Whether it may show, by what its person allows. */
  shows: boolean;
  mode: Mode;
}

/** What happens next, by the mode. */
const FOLLOWS: Readonly<Record<Mode, string>> = {
  enforce:
    "A run follows right now; a status of your own is dealt with as you chose when you opted in.",
  preview:
    "Shiftlight is in preview: it only tells in the report channel what it would set.",
};

/** What whoever ended something is told, by the mode. */
export const GIVEN_BACK: Readonly<Record<Mode, string>> = {
  enforce:
    "A run follows right now; where Shiftlight shows it, what was there before is given back.",
  preview:
    "Shiftlight is in preview: it gives nothing back until an operator switches it on.",
};

/** What whoever declared something is told. */
export async function declaredAnswer(
  execution: Execution,
  declaration: Declaration,
  { now, record, replaced, shows, mode }: Outcome,
): Promise<string> {
  const { name, group, state } = declaration;
  const whose = group === undefined ? "" : ` for <!subteam^${group}>`;
  return [
    `${name} is recorded${whose}: ${whenOf(declaration, now)}.`,
    joinedText(declaration, record),
    replacedText(declaration, replaced, now),
    group === undefined
      ? ""
      : `Only those in the group who opted in for ${state} are touched.`,
    shows
      ? FOLLOWS[mode]
      : `Nothing will show: you have not opted in for ${state}. ${await howToOptIn(
        execution,
      )}`,
    "*End it now* ends it at any time.",
  ].filter(Boolean).join(" ");
}

/** Days are not taken back by declaring fewer, which somebody may expect. */
function joinedText(
  { days }: Declaration,
  { days: all }: DeclaredShift,
): string {
  if (days === null || all === null) return "";
  if (days.from === all.from && days.until === all.until) return "";
  return `With what was declared before it is now ${
    daysText(all)
  }; for fewer days end it and declare it anew.`;
}

function replacedText(
  { time_zone }: Declaration,
  replaced: readonly DeclaredShift[],
  now: number,
): string {
  if (replaced.length === 0) return "";
  const at = (instant: number) => formatUntil(instant, time_zone, now);
  const former = replaced.map(({ start, end, days }) => {
    if (days !== null) return daysText(days);
    const from = start > now ? `from ${at(start)} ` : "";
    return `${from}until ${end === null ? "you end it" : at(end)}`;
  }).join("; ");
  return `It takes the place of what was declared before (${former}), which ends where this begins and does not come back after it.`;
}

function whenOf(
  { start, end, days, time_zone }: Declaration,
  now: number,
): string {
  if (days !== null) {
    return `${daysText(days)}, whole days in your time zone (${time_zone})`;
  }
  const at = (instant: number) => formatUntil(instant, time_zone, now);
  const from = start > now ? `from ${at(start)}` : "from now on";
  const zone = start > now || end !== null ? ` (${time_zone})` : "";
  return `${from} until ${end === null ? "you end it" : at(end)}${zone}`;
}

function daysText({ from, until }: NonNullable<DeclaredShift["days"]>): string {
  if (until === null) return `from ${from} until you end it`;
  const last = daysAfter(until, -1);
  return last === from ? last : `${from} to ${last}`;
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
