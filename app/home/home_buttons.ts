import { stateLabel, type StateRules } from "../../reconciler/state_rule.ts";
import { isPaused } from "../../reconciler/consent.ts";
import type { Button } from "../../talking/answer.ts";
import type { Home, Own } from "../messages/home.ts";

/** A choice of a person, as a button carries it. */
function choose(text: string, choice: string, value: string): Button {
  return {
    text,
    workflow: "set_choice",
    action: `set_choice:${choice}:${value}`,
    inputs: { choice, value },
  };
}

function open(text: string, workflow: string): Button {
  return { text, workflow, action: workflow, inputs: {} };
}

const REFRESH: Button = {
  text: "Refresh",
  workflow: "home",
  action: "home_refresh",
  inputs: {},
};
const OPT_IN: Button = { ...open("Opt in", "opt_in"), style: "primary" };
const OPT_OUT: Button = { ...open("Opt out", "opt_out"), style: "danger" };
const HISTORY = open("My history", "my_history");

/**
 * The buttons of *My Shiftlight*, in rows. Each acts on the person who presses it.
 *
 * @param now Unix seconds.
 */
export function homeButtons(
  rules: StateRules,
  { person }: Pick<Home, "person">,
  now: number,
): Button[][] {
  switch (person.kind) {
    case "unreadable":
      return [[REFRESH, HISTORY, OPT_OUT]];
    case "leaving":
    case "stranger":
      return [[OPT_IN, REFRESH, HISTORY]];
    case "in":
      return [
        [REFRESH, ...nowButtons(person.own, now)],
        [
          open("Start focus time", "start_focus_time"),
          open("Take time off", "take_time_off"),
          open("End it now", "end_declared"),
          HISTORY,
        ],
        choiceButtons(rules, person.own.consent),
        [open("Choose all again", "opt_in"), OPT_OUT],
      ];
  }
}

function nowButtons(
  { parts, restoredBy, consent }: Own,
  now: number,
): Button[] {
  if (isPaused(consent, now)) {
    return [choose("End the pause", "pause", "end")];
  }
  const pause = choose("Pause until tomorrow", "pause", "tomorrow");
  const canSkip = parts.length > 0 && restoredBy === null;
  return canSkip ? [open("Skip this shift", "skip_shift"), pause] : [pause];
}

const OWN_STATUS = {
  defer: "Wait for my own status",
  replace: "Replace my own status",
  skip: "Keep my own status",
};

/** One button for each answer that would be another one than now. */
function choiceButtons(
  rules: StateRules,
  consent: Own["consent"],
): Button[] {
  const { states, on_own_status, after_manual_change } = consent;
  const { dnd, presence, notices = false } = consent;
  return [
    ...Object.keys(rules).flatMap((state) => {
      const label = stateLabel(rules, state);
      if (!states.includes(state)) {
        return [choose(`Show ${label}`, "show", state)];
      }
      // Who wants nothing shown opts out, or pauses.
      return states.length > 1
        ? [choose(`Do not show ${label}`, "hide", state)]
        : [];
    }),
    dnd
      ? choose("Leave notifications on", "dnd", "no")
      : choose("Pause notifications", "dnd", "yes"),
    presence
      ? choose("Never set me away", "presence", "no")
      : choose("Set me away in leave", "presence", "yes"),
    notices
      ? choose("Do not tell me of shifts", "notices", "no")
      : choose("Tell me about my shifts", "notices", "yes"),
    ...Object.entries(OWN_STATUS)
      .filter(([value]) => value !== on_own_status)
      .map(([value, text]) => choose(text, "on_own_status", value)),
    after_manual_change === "yield"
      ? choose("Show again if I clear", "after_manual_change", "resume")
      : choose("Leave what I change", "after_manual_change", "yield"),
  ];
}
