import type { ExecutionClock } from "../execution_clock.ts";
import type { Provider } from "../provider/provider.ts";
import type { WorkspaceState } from "../state.ts";
import type { VirtualClock } from "../virtual_clock.ts";
import {
  answerApi,
  type ApiAnswer,
  type ApiRequest,
} from "../web_api/answer.ts";
import type { PlainRequest } from "../web_api/parse_request.ts";
import {
  type Call,
  methodOf,
  readCall,
  readPlainCall,
  tokenOwnerOf,
  userOf,
} from "./call.ts";
import { failsInPart, type Faults, faultyAnswer } from "./faults.ts";
import type { KillSwitch } from "./kill_switch.ts";
import type { RequestLog } from "./request_log.ts";

/** The execution that a call belongs to. */
export interface Caller {
  readonly alive: boolean;
  readonly clock: ExecutionClock;
  kill(): void;
}

export interface GatewayParts {
  state: WorkspaceState;
  clock: VirtualClock;
  provider: Provider;
  faults: Faults;
  killSwitch: KillSwitch;
  log: RequestLog;
  /** Virtual time a call of a function takes, there and back. */
  latencyMs: number;
  /** Told of each call that Slack's Web API has answered. */
  afterSlackCall: (request: ApiRequest, answer: ApiAnswer) => void;
}

/** `null`: the connection was cut, and nobody hears of the answer. */
type Outcome = ApiAnswer | null;

const CUT = "connection closed before message completed";

function respond(answer: ApiAnswer): Response {
  return new Response(JSON.stringify(answer.body), {
    status: answer.status,
    headers: { "content-type": "application/json", ...answer.headers },
  });
}

/** Where every call to Slack's Web API and to the roster provider lands. */
export class Gateway {
  #parts: GatewayParts;

  constructor(parts: GatewayParts) {
    this.#parts = parts;
  }

  /**
   * A call of a function: half its latency passes before it lands and half
   * after. When its execution has died meanwhile, it never lands or returns.
   */
  callFromExecution(
    caller: Caller,
    request: Request | PlainRequest,
    signal: AbortSignal | null,
  ): Promise<Response> {
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    if (!caller.alive) return promise;
    const endWait = caller.clock.beginWait();
    const abort = () => {
      endWait();
      reject(signal?.reason);
    };
    if (signal?.aborted) {
      abort();
      return promise;
    }
    signal?.addEventListener("abort", abort, { once: true });
    const there = Math.floor(this.#parts.latencyMs / 2);
    const back = this.#parts.latencyMs - there;
    const land = (call: Call) => {
      const last = this.#parts.killSwitch.count(methodOf(call));
      const outcome = this.#perform(call);
      if (last) return caller.kill();
      caller.clock.after(back, () => {
        signal?.removeEventListener("abort", abort);
        endWait();
        // pdjs, PagerDuty's client, asks again from a timer of the machine.
        if (call.to === "pagerduty" && outcome?.status === 429) {
          this.#parts.clock.holdForTimers();
        }
        if (outcome === null) reject(new TypeError(CUT));
        else resolve(respond(outcome));
      });
    };
    const send = (call: Call) => caller.clock.after(there, () => land(call));
    if (!(request instanceof Request)) {
      send(readPlainCall(request));
      return promise;
    }
    readCall(request).then(send, (error) => {
      endWait();
      reject(error);
    });
    return promise;
  }

  /** A call of somebody's own client: answered at once, at the standing clock. */
  async callFromOutside(request: Request): Promise<Response> {
    const outcome = this.#perform(await readCall(request));
    if (outcome !== null) return respond(outcome);
    const broken = new ReadableStream({
      start: (controller) => controller.error(new TypeError(CUT)),
    });
    return new Response(broken);
  }

  #perform(call: Call): Outcome {
    const { state, faults } = this.#parts;
    const method = methodOf(call);
    const owner = tokenOwnerOf(call, state);
    const failure = faults.take(method, userOf(call, state));
    if (failure === null) return this.#answer(call, owner);
    if (call.to === "slack" && failsInPart(method, failure)) {
      const request: ApiRequest = { ...call.request, in_part: true };
      return this.#answer({ to: "slack", request }, owner);
    }
    if (!("cut" in failure)) {
      return this.#logged(method, owner, faultyAnswer(method, failure));
    }
    if (failure.cut === "after") this.#answer(call, owner);
    else this.#note(method, owner, false, "connection_cut");
    return null;
  }

  #answer(call: Call, owner: string | null): ApiAnswer {
    const { state, clock, provider } = this.#parts;
    const method = methodOf(call);
    if (call.to === "pagerduty") {
      const answer = provider.answer(call.request, clock.now());
      return this.#logged(method, owner, answer);
    }
    const answer = answerApi(state, call.request, clock.now());
    this.#parts.afterSlackCall(call.request, answer);
    return this.#logged(method, owner, answer);
  }

  #logged(method: string, owner: string | null, answer: ApiAnswer): ApiAnswer {
    const { error } = answer.body;
    if (error === undefined) this.#note(method, owner, true);
    else if (typeof error === "string") this.#note(method, owner, false, error);
    else {
      const { message } = error as { message: string };
      this.#note(method, owner, false, message);
    }
    return answer;
  }

  #note(
    method: string,
    token_owner: string | null,
    ok: boolean,
    error?: string,
  ): void {
    this.#parts.log.add({
      at_ms: this.#parts.clock.now(),
      method,
      token_owner,
      ok,
      ...(error === undefined ? {} : { error }),
    });
  }
}
