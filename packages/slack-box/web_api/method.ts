import type { Token, WorkspaceState } from "../state.ts";
import type { ArgumentReader } from "./arguments.ts";

/** One authorised call, handed to the method that performs it. */
export interface Call {
  state: WorkspaceState;
  args: ArgumentReader;
  token: Token;
  /** The present, in Unix milliseconds. */
  nowMs: number;
  /** The present, in whole Unix seconds, as Slack counts. */
  nowSeconds: number;
  /** Whether a bulk call fails for its first item, its third and so on. */
  inPart: boolean;
}

/**
 * How often a method may be called. Slack's tiers are 1, 20, 50 and 100 calls a
 * minute; some methods have a special limit of their own.
 */
export type RateTier = 1 | 2 | 3 | 4 | "post_message" | "hundreds";

/** One method of Slack's Web API, as data and the work it does. */
export interface ApiMethod {
  name: string;
  tier: RateTier;
  /**
   * `bot`: only a function's token; `user`: only a person's; or either. `none`:
   * anybody may call it, so a token is not looked at.
   */
  tokens: "bot" | "user" | "any" | "none";
  scope: string | null;
  /** The documented errors that it may answer besides the common ones. */
  errors: readonly string[];
  /**
   * Answers text as it was stored or escapes it by itself. Every other
   * method's text leaves with `&`, `<` and `>` as entities.
   */
  verbatim?: true;
  /** Does the work and answers the body's fields besides `ok`. */
  perform(call: Call): Record<string, unknown>;
}
