import type { ExecutionClock } from "../execution_clock.ts";
import { formatInstant } from "../time.ts";
import type { WorkspaceState } from "../state.ts";
import { success, type VendorAnswer } from "../vendors/stand_in.ts";
import type { StandIns } from "../vendors/vendors.ts";
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
import {
  failsInPart,
  type Failure,
  type Faults,
  faultyAnswer,
  faultyVendorAnswer,
  type KillSwitch,
  type Refused,
} from "./faults.ts";

/** The execution that a call belongs to. */
interface Caller {
  readonly id: string;
  readonly alive: boolean;
  readonly clock: ExecutionClock;
  kill(): void;
}

interface GatewayParts {
  state: WorkspaceState;
  clock: VirtualClock;
  vendors: StandIns;
  faults: Faults;
  killSwitch: KillSwitch;
  log: RequestLog;
  /** Virtual time that a call of a function takes, both ways together. */
  latencyMs: number;
  /** Called after each call that Slack's Web API has answered. */
  afterSlackCall: (request: ApiRequest, answer: ApiAnswer) => void;
  /** Called for each call that meets a fault or is its execution's last. */
  onTrouble?: (met: MetTrouble) => void;
}

/** A call that met a fault, or after which its execution was killed. */
export interface MetTrouble {
  atMs: number;
  call: Call;
  /** `null`: the call came from outside. */
  execution: string | null;
  failure: Failure | "killed";
}

type Answer = ApiAnswer | VendorAnswer;

/**
 * `cut`: the connection is cut and the answer lost. `hang`: the connection
 * stays open and no answer comes.
 */
type Outcome = Answer | "cut" | "hang";

const CUT = "connection closed before message completed";

function respond(answer: Answer): Response {
  const { body } = answer;
  return new Response(typeof body === "string" ? body : JSON.stringify(body), {
    status: answer.status,
    headers: { "content-type": "application/json", ...answer.headers },
  });
}

/** Waits until the caller hangs up. */
function neverAnswered(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const hangUp = () => reject(signal.reason);
    if (signal.aborted) hangUp();
    else signal.addEventListener("abort", hangUp, { once: true });
  });
}

/**
 * The error that an answer of Slack or of a vendor tells; `null` if it
 * succeeded.
 */
function errorIn({ status, body }: Answer): string | null {
  const failed = status >= 400 ? `HTTP status ${status}` : null;
  if (typeof body === "string") return failed;
  const { error, message } = body;
  if (typeof error === "string") return error;
  if (typeof error === "object" && error !== null && "message" in error) {
    return String(error.message);
  }
  return failed !== null && typeof message === "string" ? message : failed;
}

/** Where every call to Slack's Web API and to a roster vendor lands. */
export class Gateway {
  #parts: GatewayParts;

  constructor(parts: GatewayParts) {
    this.#parts = parts;
  }

  /**
   * A call of a function. Half of its latency passes before it is performed and
   * half after. If its execution has died by then, it is not performed or not
   * answered.
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
      const outcome = this.#perform(call, caller.id);
      if (last) {
        this.#tell(call, caller.id, "killed");
        return caller.kill();
      }
      if (outcome === "hang") return;
      caller.clock.after(back, () => {
        signal?.removeEventListener("abort", abort);
        endWait();
        if (outcome === "cut") return reject(new TypeError(CUT));
        resolve(respond(outcome));
      });
    };
    const send = (call: Call) => caller.clock.after(there, () => land(call));
    const { vendors } = this.#parts;
    if (!(request instanceof Request)) {
      send(readPlainCall(request, vendors));
      return promise;
    }
    readCall(request, vendors).then(send, (error) => {
      endWait();
      reject(error);
    });
    return promise;
  }

  /**
   * A call of a person's own client: answered immediately, without moving the
   * clock.
   */
  async callFromOutside(request: Request): Promise<Response> {
    const { signal } = request;
    const call = await readCall(request, this.#parts.vendors);
    const outcome = this.#perform(call, null);
    if (outcome === "hang") return await neverAnswered(signal);
    if (outcome !== "cut") return respond(outcome);
    const broken = new ReadableStream({
      start: (controller) => controller.error(new TypeError(CUT)),
    });
    return new Response(broken);
  }

  #tell(
    call: Call,
    execution: string | null,
    failure: MetTrouble["failure"],
  ): void {
    const { onTrouble, clock } = this.#parts;
    onTrouble?.({ atMs: clock.now(), call, execution, failure });
  }

  #perform(call: Call, execution: string | null): Outcome {
    const { state, faults } = this.#parts;
    const method = methodOf(call);
    const owner = tokenOwnerOf(call, state);
    const path = call.to === "vendor" ? call.request.path : null;
    const failure = faults.take(method, userOf(call, state), path);
    if (failure === null) return this.#answer(call, owner);
    this.#tell(call, execution, failure);
    if (call.to === "slack" && failsInPart(method, failure)) {
      const request: ApiRequest = { ...call.request, inPart: true };
      return this.#answer({ to: "slack", request }, owner);
    }
    if ("body" in failure) {
      this.#note(method, owner, false, "malformed_body");
      return success(failure.body);
    }
    if ("hang" in failure) {
      this.#note(method, owner, false, "no_answer");
      return "hang";
    }
    if (!("cut" in failure)) {
      return this.#logged(method, owner, this.#refusal(call, failure));
    }
    if (failure.cut === "after") this.#answer(call, owner);
    else this.#note(method, owner, false, "connection_cut");
    return "cut";
  }

  #refusal(call: Call, failure: Refused): Answer {
    return call.to === "slack"
      ? faultyAnswer(failure)
      : faultyVendorAnswer(this.#parts.vendors.get(call.vendor)!, failure);
  }

  #answer(call: Call, owner: string | null): Answer {
    const { state, clock, vendors } = this.#parts;
    const method = methodOf(call);
    if (call.to === "vendor") {
      const standIn = vendors.get(call.vendor)!;
      const answer = standIn.answer(call.request, clock.now());
      return this.#logged(method, owner, answer);
    }
    const answer = answerApi(state, call.request, clock.now());
    this.#parts.afterSlackCall(call.request, answer);
    return this.#logged(method, owner, answer);
  }

  #logged(method: string, owner: string | null, answer: Answer): Answer {
    const error = errorIn(answer);
    if (error === null) this.#note(method, owner, true);
    else this.#note(method, owner, false, error);
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

interface LoggedRequest {
  /** ISO 8601. */
  at: string;
  method: string;
  /** A person, the app's bot user, or `null` for no token of this workspace. */
  token_owner: string | null;
  ok: boolean;
  error?: string;
}

/** Every request that reached Slack's Web API or a roster vendor. */
export class RequestLog {
  #requests: Array<Omit<LoggedRequest, "at"> & { at_ms: number }> = [];

  add(request: Omit<LoggedRequest, "at"> & { at_ms: number }): void {
    this.#requests.push(request);
  }

  clear(): void {
    this.#requests = [];
  }

  report() {
    const by_method: Record<string, number> = {};
    for (const { method } of this.#requests) {
      by_method[method] = (by_method[method] ?? 0) + 1;
    }
    const log: LoggedRequest[] = this.#requests.map(({ at_ms, ...rest }) => ({
      at: formatInstant(at_ms),
      ...rest,
    }));
    return { total: this.#requests.length, by_method, log };
  }
}
