import type { Answer } from "../../talking/answer.ts";
import type { Command, CommandName } from "../../talking/commands.ts";
import type { ChannelRecords } from "../../slack/records/talk.ts";
import type { Execution } from "../execution.ts";
import type { Asker } from "../state/asker.ts";

/** Where something was asked. */
export interface Place extends ChannelRecords {
  /** A channel, or the asker's direct message with the app (`D…`). */
  channel: string;
  isDirect: boolean;
}

/** A command, by whom and where. Handlers get it once the asker may ask for it. */
export interface Asked<Name extends CommandName = CommandName> {
  command: Extract<Command, { name: Name }>;
  by: Asker;
  /** `null` if a link was clicked outside of a channel: those that need one are refused before. */
  place: Place | null;
  /** Whether the channel is shared with another organization; known only to commands that ask for it. */
  isShared: boolean;
}

/** What a handler did, and what is to be said. */
export interface Outcome {
  answer: Answer;
  /**
   * Who sees the answer: all, in the thread where it was asked; the asker alone,
   * there; or the asker by direct message, wherever it was asked.
   */
  to: "all" | "asker" | "person";
  /** What was done and stays done if the message is edited: "Payments is linked here." */
  done?: string;
}

/** Carries out one command. A failure of Slack's is thrown; then nothing is half done. */
export interface Handler<Name extends CommandName = CommandName> {
  /** Whether it acts on a channel; without one it is refused. */
  needsPlace: boolean;
  /** Whether it needs to know if the channel is shared. */
  asksShared: boolean;
  answer(execution: Execution, asked: Asked<Name>): Promise<Outcome>;
}

/** For what was not understood, is refused, or changes nothing. */
export function toAsker(answer: Answer): Outcome {
  return { answer, to: "asker" };
}
