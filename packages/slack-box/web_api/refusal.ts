/** Thrown by a method to answer `{ok: false, error}`. */
export class Refusal extends Error {
  constructor(
    /** Slack's error code. */
    readonly code: string,
    /** Fields of the answer besides `ok` and `error`. */
    readonly details: Record<string, unknown> = {},
  ) {
    super(code);
    this.name = "Refusal";
  }
}

/** `invalid_arguments` with Slack's hint about which argument and why. */
export function invalidArguments(message: string): Refusal {
  return new Refusal("invalid_arguments", {
    response_metadata: { messages: [`[ERROR] ${message}`] },
  });
}
