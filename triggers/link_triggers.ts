/** A link that starts a workflow. Anyone in the workspace may open it. */
export interface LinkTrigger {
  type: "shortcut";
  name: string;
  description: string;
  /** `#/workflows/opt_in`. */
  workflow: string;
  inputs: Record<string, { value: string } | { customizable: true }>;
}

/** What a click passes to the workflow (Slack's docs: link triggers). */
const INTERACTIVITY = {
  interactivity: { value: "{{data.interactivity}}" },
};

/** Also where it was clicked, as Slack says it: no button and no form can. */
export const CLICK = {
  ...INTERACTIVITY,
  channel: { value: "{{data.channel_id}}" },
  message_ts: { value: "{{data.message_ts}}" },
};

/** People see a link's name far from the app: in a channel, on a canvas. */
const PRODUCT = "Shiftlight: ";

/** @param title What the app's own texts call the link: `Opt in`. */
export function link(
  workflow: string,
  title: string,
  description: string,
  inputs: LinkTrigger["inputs"] = INTERACTIVITY,
): LinkTrigger {
  return {
    type: "shortcut",
    name: title.includes("Shiftlight")
      ? title
      : PRODUCT + title[0]!.toLowerCase() + title.slice(1),
    description,
    workflow: `#/workflows/${workflow}`,
    inputs,
  };
}

/** What the app's own texts call a link: `Opt in` for `Shiftlight: opt in`. */
export function titleOf({ name }: Pick<LinkTrigger, "name">): string {
  const title = name.replace(PRODUCT, "");
  return title[0]!.toUpperCase() + title.slice(1);
}

/** The only link that is made by hand; it makes the others. */
export const SET_UP = link(
  "set_up",
  "Set up Shiftlight",
  "Check everything and make the links; for the person who installs it",
);

/** The link to share with everyone whose shifts may show. */
export const OPT_IN = link(
  "opt_in",
  "Opt in",
  "Let your shifts show in your own status",
);

export const OPT_OUT = link(
  "opt_out",
  "Opt out",
  "Restore what you had before; what was done stays on the log, without status texts",
);

export const UNDO = link(
  "undo_end",
  "Undo",
  "Bring back what you ended in the last ten minutes",
);

export const LINK_TRIGGERS: readonly LinkTrigger[] = [
  OPT_IN,
  OPT_OUT,
  link(
    "home",
    "My Shiftlight",
    "Your choices, your shifts, and what is set for you now",
    CLICK,
  ),
  link(
    "sync",
    "Sync now",
    "Read the rosters now instead of at the next poll, and hear what changed",
    { person: { value: "{{data.user_id}}" } },
  ),
  link(
    "start_focus_time",
    "Start focus time",
    "From now on, for an hour or until another end within a day",
  ),
  link(
    "take_time_off",
    "Take time off",
    "Whole days, from today or another day on",
  ),
  link(
    "declare_deploy_freeze",
    "Declare a deploy freeze",
    "For yourself, or for a user group if you may",
  ),
  link(
    "end_declared",
    "End it now",
    "End the focus time, time off or deploy freeze that you declared",
  ),
  UNDO,
  link(
    "my_history",
    "My history",
    "What was done to your own presence, when and why",
  ),
  link("my_presence", "My presence", "What Slack shows of you now, and why"),
  link(
    "set_me_away",
    "Set me away",
    "Show yourself as away until you take it back",
  ),
  link(
    "clear_away",
    "Stop being set away",
    "Slack chooses your presence again",
  ),
  link(
    "set_my_status",
    "Set my status",
    "Your own status, beside your shifts",
  ),
  link("clear_my_status", "Clear my status", "Clear your own status"),
  link(
    "switch_mode",
    "Switch mode",
    "Only report plans, or carry them out; for operators",
  ),
  link(
    "ask_confirm_early_ends",
    "Confirm early ends",
    "Show which ends were held back, and allow them; for operators",
  ),
  link(
    "confirm_early_ends",
    "Confirm early ends at once",
    "Allow the ends that were held back, without asking; for operators",
  ),
  link(
    "ask_put_everybody_back",
    "Restore everyone",
    "Show who would be restored, and restore what they had before; for operators",
  ),
  link(
    "put_everybody_back",
    "Restore everyone at once",
    "Restore what everyone had before, without asking; for operators",
  ),
  link(
    "put_one_person_back",
    "Restore one person",
    "Restore what one person had before; for operators",
  ),
];

/** Links that only the buttons of *My Shiftlight* start: a button says what is meant. */
export const HOME_BUTTONS: readonly LinkTrigger[] = [
  link(
    "set_choice",
    "Change a choice",
    "For the buttons of My Shiftlight",
    {
      ...CLICK,
      choice: { customizable: true },
      value: { customizable: true },
    },
  ),
  link(
    "skip_shift",
    "Skip this shift",
    "For the buttons of My Shiftlight",
    CLICK,
  ),
];

/** Workflows that do nothing for anybody but operators. */
const FOR_OPERATORS = [
  "switch_mode",
  "ask_confirm_early_ends",
  "confirm_early_ends",
  "ask_put_everybody_back",
  "put_everybody_back",
  "put_one_person_back",
].map((workflow) => `#/workflows/${workflow}`);

/** The links that everyone may use. */
export const LINKS_FOR_PEOPLE: readonly LinkTrigger[] = LINK_TRIGGERS.filter(
  ({ workflow }) => !FOR_OPERATORS.includes(workflow),
);
