import type {
  Answers,
  Ending,
  OperatorAction,
  Script,
  WorkflowAction,
} from "./script.ts";
import type { State } from "./setting.ts";

/**
 * What a played history leaves behind: all that the judge looks at. Instants
 * are Unix milliseconds; ends and expiries within values are Unix seconds, as
 * Slack has them.
 */
export interface Recording {
  script: Script;
  people: Map<string, PersonRecording>;
  /** What people answered, oldest first. */
  choices: Choice[];
  /** What people declared by a link, or ended, oldest first. */
  declarations: Declaration[];
  /** Rosters as they were put, oldest first. */
  rosters: { at: number; shifts: RosterShift[] }[];
  /** Who was in the user group from when on, oldest first. */
  groups: { at: number; members: readonly number[] }[];
  /** What was out of order, and until when. */
  troubles: TroubleRecord[];
  /** Each call that met a fault, and the last one of each execution that was stopped. */
  touched: TouchRecord[];
  /** Each execution of a step, in the order in which they began. */
  executions: ExecutionRecord[];
  /** Each change of a record of `consents` and of `claims`, oldest first. */
  consents: RecordChange[];
  claims: RecordChange[];
  /** The same of `declared_shifts`, by the record's id. */
  declared: (Omit<RecordChange, "person"> & { id: string })[];
  /** What operators clicked, and who clicked *Set up*, oldest first. */
  operations: Operation[];
  /** Each change of the mode, and of the ends that wait for an operator. */
  modes: { at: number; mode: "preview" | "enforce"; put_back: boolean }[];
  early_ends: { at: number; item: Item | null }[];
  /** Each one-off trigger that was made for a handoff. */
  booked: HandoffTrigger[];
  /** The one-off triggers for handoffs as they stood at some instants. */
  handoffs: HandoffsSeen[];
  /** Each call by which an execution writes, oldest first. */
  writing: WritingCall[];
  /** When the configuration changed, and to which templates. */
  templates: { at: number; templates: number }[];
  runs: RunRecord[];
  /** Items that stood in the datastores at the end. */
  audit: Item[] | null;
  /** The items of every datastore at the end, by its name. */
  stored: Record<string, Item[]>;
  /** Every message that was posted, blocks included. */
  messages: { at: number; channel: string; text: string }[];
  /** When each entry of the audit log was first stored, by its id. */
  logged: Map<string, number>;
  /** What happened, for the reader of a failure. */
  story: { at: number; text: string }[];
  /** When everything was put right, when the rosters were emptied, and the end. */
  calm_at: number;
  emptied_at: number;
  ended_at: number;
}

export type Item = Record<string, unknown>;

export interface Status {
  text: string;
  emoji: string;
  /** Unix seconds, 0 for never. */
  expiration: number;
}

export interface Snooze {
  /** Unix seconds, 0 for none. */
  until_seconds: number;
  indefinite: boolean;
}

/** One change of what a person shows, with what was on record at that instant. */
export interface Write<V> {
  at: number;
  by: "app" | "human";
  /** As everybody saw it just before. */
  before: V;
  after: V;
  /** The person's records just then, as stored; `null`: none. */
  claim: Item | null;
  consent: Item | null;
}

/** Everything that was ever written to one person. */
export interface PersonRecording {
  id: string;
  initial: { status: Status; snooze: Snooze; away: boolean };
  status: Write<Status>[];
  snooze: Write<Snooze>[];
  away: Write<boolean>[];
}

/** What somebody chose; `null`: to be left alone. What is left out was left empty. */
export interface Choice {
  at: number;
  person: string;
  answers: Partial<Answers> | null;
  /** What became of the click, known once its run is over. */
  outcome: "under way" | "completed" | "failed";
  /** What the person was told, if anything. */
  message: string;
}

/** A click by which somebody declared something, or ended it. */
export interface Declaration extends Pick<Choice, "at" | "person"> {
  kind: "declares" | "ends" | "undoes";
  /** `null`: it declares nothing. */
  state: State | null;
  /** What it ends; `null`: left empty. */
  what: Ending | null;
  /** As filled in, Unix seconds; `null`: left empty. */
  start: number | null;
  end: number | null;
  /** Seconds from the click to the end, if that follows from it. */
  lasts: number | null;
  /** For the user group. */
  group: boolean;
  outcome: Choice["outcome"];
  /** When its run was over. */
  done_at: number;
}

/** A click of an operator's, or a run of somebody's own workflow. */
export interface Operation
  extends Pick<Declaration, "at" | "outcome" | "done_at"> {
  kind: (OperatorAction | WorkflowAction)["kind"];
  /** The person who is to be restored. */
  person: string | null;
  /** The state that a workflow applies, and whether it does so with its own text. */
  state?: State;
  ownText?: boolean;
}

/** Times are Unix milliseconds. */
export interface HandoffsSeen {
  at: number;
  /** The one-off triggers that start a run of the sync, and when. */
  triggers: { name: string; fires_at: number }[];
  records: Item[];
}

/** A shift of a roster; its end is `null` when it has none. */
export interface RosterShift {
  who: number;
  person: string;
  state: State;
  /** Which of the state's two schedules; `null`: they declared it. */
  place: number | null;
  level: number;
  start: number;
  end: number | null;
}

export interface TroubleRecord {
  from: number;
  /** `Infinity` while it lasts. */
  to: number;
  /** The only person concerned; `null`: everybody. */
  person: string | null;
  what: string;
  kind: TroubleKind;
  /** The only schedules concerned; none: no schedule in particular. */
  schedules: string[];
}

/**
 * - `passing`: over when it is over.
 * - `refusal`: Slack refuses what is asked for a person.
 * - `helpless`: no token of the person's own serves, or their account is closed.
 * - `unmapped`: the person cannot be found.
 * - `unreadable`: a record of the person cannot be read, and they are left alone.
 */
export type TroubleKind =
  | "passing"
  | "refusal"
  | "helpless"
  | "unmapped"
  | "unreadable";

/** A call that met a fault, and whom that can have concerned. */
export interface TouchRecord {
  at: number;
  /** The run and the step that made the call; a run is named by its first execution. */
  run: string;
  step: string;
  execution: string;
  method: string;
  datastore: string | null;
  /** `null`: everybody whom the step serves. */
  people: string[] | null;
  /** What a vendor was asked for. */
  schedules: string[];
  /** Slack refused what was asked for a person: they are tried again within the hour. */
  refused: boolean;
  /** The step was stopped after this call. */
  killed: boolean;
}

/** A one-off trigger for a handoff: when it was made, and when it was removed, if it was. */
export interface HandoffTrigger {
  id: string;
  name: string;
  at: number;
  removed_at: number | null;
}

/** One execution of a step. */
export interface ExecutionRecord {
  id: string;
  at: number;
  /** The function's callback id. */
  step: string;
  /** The id of the run's first execution. */
  run: string;
  /** Who clicked, if anybody did. */
  by: string | null;
  /** `Infinity`: it was cut short. */
  ended_at: number;
  /** How often it called each method of Slack, and each vendor. */
  calls: Record<string, number>;
}

/** A call as an execution sent it, even if it failed. */
export interface WritingCall {
  at: number;
  execution: string;
  /** `presence` is a profile, a snooze or a presence; `consent` one that is given. */
  what: "presence" | "claims" | "consent";
}

export interface RecordChange {
  at: number;
  person: string;
  /** `null`: deleted. */
  item: Item | null;
}

export interface RunRecord {
  at: number;
  workflow: string;
  status: "completed" | "failed";
  error: string | null;
}

/** What a status has become by itself at an instant. */
export function shown(status: Status, at: number): Status {
  const gone = status.expiration !== 0 && status.expiration * 1000 <= at;
  return gone ? EMPTY : status;
}

export const EMPTY: Status = { text: "", emoji: "", expiration: 0 };

/** The same of a snooze. */
export function snoozing(snooze: Snooze, at: number): Snooze {
  const over = !snooze.indefinite && snooze.until_seconds * 1000 <= at;
  return over ? NO_DND : snooze;
}

export const NO_DND: Snooze = { until_seconds: 0, indefinite: false };
