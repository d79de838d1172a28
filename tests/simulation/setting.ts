/** What the configuration of a history says: the states, their texts, the rosters. */

export const STATES = ["on_call", "pto", "deploy_freeze", "focus"] as const;

export type State = typeof STATES[number];

/** Texts and emoji of the configuration, which the app starts with and changes to. */
export interface Template {
  text: string;
  /** For the person who is called second. */
  level_texts?: { "2": string };
  emoji: string;
  priority: number;
  dnd?: boolean;
  away?: boolean;
}

/** What the states look like, by the number of a change. */
export const TEMPLATES: readonly Readonly<Record<State, Template>>[] = [
  {
    on_call: {
      text: "On call for {label} until {until}",
      level_texts: { "2": "Backup for {label} until {until}" },
      emoji: ":pager:",
      priority: 40,
    },
    pto: {
      text: "On leave until {until}",
      emoji: ":palm_tree:",
      priority: 30,
      dnd: true,
      away: true,
    },
    deploy_freeze: {
      text: "Deploy freeze until {until}",
      emoji: ":snowflake:",
      priority: 20,
    },
    focus: {
      text: "Focus time until {until}",
      emoji: ":headphones:",
      priority: 10,
      dnd: true,
    },
  },
  {
    on_call: {
      text: "Carrying the pager until {until}",
      emoji: ":fire_engine:",
      priority: 40,
    },
    pto: {
      text: "On holiday until {until}",
      emoji: ":palm_tree:",
      priority: 30,
      dnd: true,
      away: true,
    },
    deploy_freeze: {
      text: "Deploy freeze until {until}",
      emoji: ":ice_cube:",
      priority: 20,
    },
    focus: {
      text: "Head down until {until}",
      emoji: ":headphones:",
      priority: 10,
      dnd: true,
    },
  },
];

/** A schedule of the rosters. */
export interface Schedule {
  id: string;
  name: string;
  state: State;
}

function schedule(state: State, place: number, name: string): Schedule {
  return { id: `P_${state}_${place}`, name, state };
}

/** Two of each state. */
export const SCHEDULES: readonly Schedule[] = [
  schedule("on_call", 0, "Payments"),
  schedule("on_call", 1, "Search"),
  schedule("pto", 0, "Leave"),
  schedule("pto", 1, "Sickness"),
  schedule("deploy_freeze", 0, "Shop"),
  schedule("deploy_freeze", 1, "Ledger"),
  schedule("focus", 0, "Mornings"),
  schedule("focus", 1, "Evenings"),
];

export function scheduleOf(state: State, place: number): Schedule {
  return SCHEDULES.filter((each) => each.state === state)[place]!;
}

/** The user group for which freezes are declared, and who may beside the operators. */
export const GROUP = "SREL";
/** Its members at first. */
export const GROUP_MEMBERS: readonly number[] = [0, 1, 2];
export const MANAGERS: readonly number[] = [1, 3];

/** What a workflow of somebody's own shows for a state; no two begin alike, nor like a template. */
export const WORKFLOW_TEXTS: Readonly<Record<State, string>> = {
  on_call: "Called in for {label} until {until}",
  pto: "Out of office until {until}",
  deploy_freeze: "Hands off until {until}",
  focus: "Please wait until {until}",
};
