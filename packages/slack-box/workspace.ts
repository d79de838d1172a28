import type { App } from "./app.ts";
import { answerControl } from "./control/router.ts";
import { answerWebhook } from "./control/webhooks.ts";
import type { ControlParts } from "./control/request.ts";
import { Engine } from "./engine/engine.ts";
import { EventDelivery } from "./engine/event_delivery.ts";
import type { RunReport } from "./engine/run.ts";
import { TriggerScheduler } from "./engine/scheduler.ts";
import { initialState, installTrigger } from "./initial_state.ts";
import { connect, type Host } from "./network.ts";
import { LaggingMap } from "./lagging_map.ts";
import type { Scenario } from "./scenario_schema.ts";
import type { WorkspaceState } from "./state.ts";
import { Faults, KillSwitch } from "./traffic/faults.ts";
import { Gateway, type MetTrouble, RequestLog } from "./traffic/gateway.ts";
import { VENDOR_KINDS } from "./vendors/kinds.ts";
import { Roster } from "./vendors/roster.ts";
import {
  namesOf,
  standInsOf,
  type VendorMakers,
  VENDORS,
} from "./vendors/vendors.ts";
import { VirtualClock } from "./virtual_clock.ts";
import type { ApiAnswer, ApiRequest } from "./web_api/answer.ts";
import type { PlainRequest } from "./web_api/parse_request.ts";

export interface WorkspaceOptions {
  app: App;
  scenario: Scenario;
  /** Virtual milliseconds that a call of a function takes; 80 unless given. */
  latencyMs?: number;
  /** Whether documented rates are enforced; they are unless given. */
  rates?: "documented" | "none";
  /** Virtual seconds that a function may run; 60 unless given. */
  functionLimitSeconds?: number;
  /** Whether the clock follows the machine's; it stands still unless given. */
  realtime?: boolean;
  /**
   * Settings that are laid over the app's configuration: its `environment`
   * gets them. Asked at each execution.
   */
  extraConfig?: () => Record<string, unknown>;
  /** Machine milliseconds in which control requests count as simultaneous. */
  gatherMs?: number;
  /**
   * Asked at each read of a datastore (`get`, `bulkGet`, `query`, `count`): it
   * sees every item as it was this many milliseconds ago, 0 to 1000. Reads are
   * up to date unless given; writes always take effect at once.
   */
  datastoreLagMs?: () => number;
  /** The same for `workflows.triggers.list`. */
  triggerListLagMs?: () => number;
  /** The vendors imitated; all that there are unless given. */
  vendors?: VendorMakers;
  /** Called for each call that meets a fault, and for the last of a killed execution. */
  onTrouble?: (met: MetTrouble) => void;
}

export interface Workspace {
  state: WorkspaceState;
  clock: VirtualClock;
  /** Answers a request to `/api`, `/control` or a vendor's name. */
  handle(request: Request): Promise<Response>;
  /**
   * Moves the clock and performs everything that is due.
   *
   * @param toMs Unix milliseconds; a time in the past moves nothing.
   * @returns The runs that started meanwhile, in the order of their start.
   */
  advance(toMs: number): Promise<RunReport[]>;
  /** Performs `action` at `atMs` (Unix milliseconds), between two events. */
  at(atMs: number, action: () => void): void;
  /** Kills what runs, and takes the workspace off the network. */
  close(): void;
}

/** Where each vendor's stand-in answers, and the credential it accepts. */
function addressesOf(vendors: VendorMakers, root: string) {
  return namesOf(vendors).map((name) => ({
    name,
    url: `${root}/${name}`,
    token: VENDOR_KINDS[name].token,
  }));
}

function notFound(path: string, vendors: VendorMakers): Response {
  const known = ["api", ...namesOf(vendors)].join(", /");
  const error = `no such address: ${path}; try /${known} or /control`;
  return Response.json({ error }, { status: 404 });
}

class LocalWorkspace implements Workspace, Host {
  readonly state: WorkspaceState;
  readonly clock: VirtualClock;
  #engine: Engine;
  #scheduler: TriggerScheduler;
  #gateway: Gateway;
  #control: ControlParts;
  #vendors: VendorMakers;
  #network: { host: string; disconnect: () => void };

  constructor(options: WorkspaceOptions) {
    const { app, scenario, functionLimitSeconds = 60 } = options;
    const rates = options.rates ?? "documented";
    const state = initialState(app, scenario, rates);
    const vendors = options.vendors ?? VENDORS;
    const roster = new Roster(scenario.schedules, state.people);
    const clock = new VirtualClock({
      nowMs: scenario.now,
      realtime: options.realtime ?? false,
      busy: () => this.#engine.busy,
      gatherMs: options.gatherMs ?? 0,
    });
    this.state = state;
    this.#vendors = vendors;
    this.clock = clock;
    this.#network = connect(this);
    const setting = () => ({
      state,
      scenario,
      schedules: roster.schedules,
      functionLimitSeconds,
      rates,
      extraConfig: options.extraConfig?.() ?? {},
    });
    this.#engine = new Engine({
      app,
      state,
      clock,
      functionLimitSeconds,
      environment: (executionId) => {
        const root = `http://${this.#network.host}/x/${executionId}`;
        const added = app.environment?.({
          ...setting(),
          vendors: addressesOf(vendors, root),
        });
        return { SLACK_API_URL: `${root}/api/`, ...added };
      },
    });
    this.#scheduler = new TriggerScheduler(
      state,
      clock,
      (trigger) => this.#engine.fire(trigger, {}),
    );
    const events = new EventDelivery({
      state,
      clock,
      fire: (...event) => this.#engine.fire(...event),
    });
    state.publish = (happened) => void events.deliver(happened);
    const traffic = {
      state,
      clock,
      faults: new Faults(),
      killSwitch: new KillSwitch(),
      log: new RequestLog(),
    };
    this.#gateway = new Gateway({
      ...traffic,
      vendors: standInsOf(vendors, { roster, rates }),
      latencyMs: options.latencyMs ?? 80,
      afterSlackCall: (request, answer) => this.#follow(request, answer),
      ...(options.onTrouble ? { onTrouble: options.onTrouble } : {}),
    });
    this.#control = {
      ...traffic,
      engine: this.#engine,
      events,
      roster,
      vendors,
      app,
      advance: (toMs) => this.advance(toMs),
    };
    this.#install(app, scenario);
    // After the installation, so that every read sees what it wrote.
    this.#lag(options);
  }

  handle = async (request: Request): Promise<Response> => {
    const path = new URL(request.url).pathname;
    if (/^\/control(\/|$)/.test(path)) {
      return await answerControl(this.#control, request);
    }
    if (path.startsWith("/triggers/")) {
      return await answerWebhook(this.#control, request);
    }
    const [, root = ""] = path.split("/");
    if (path.startsWith("/api/") || Object.hasOwn(this.#vendors, root)) {
      return await this.#gateway.callFromOutside(request);
    }
    return notFound(path, this.#vendors);
  };

  handleFromExecution(
    executionId: string,
    request: Request | PlainRequest,
    signal: AbortSignal | null,
  ): Promise<Response> {
    const execution = this.#engine.execution(executionId);
    // Requests of a dead execution are never answered.
    if (execution === undefined) return new Promise(() => {});
    return this.#gateway.callFromExecution(execution, request, signal);
  }

  async advance(toMs: number): Promise<RunReport[]> {
    const runs: RunReport[] = [];
    const stop = this.#engine.observe((run) => runs.push(run.report));
    try {
      await this.clock.move(toMs);
    } finally {
      stop();
    }
    return runs;
  }

  at(atMs: number, action: () => void): void {
    this.clock.schedule(atMs, action);
  }

  close(): void {
    this.#engine.close();
    this.clock.close();
    this.#network.disconnect();
  }

  #lag({ datastoreLagMs, triggerListLagMs }: WorkspaceOptions): void {
    const { state } = this;
    const nowMs = () => this.clock.now();
    if (datastoreLagMs) {
      state.datastoreLagMs = datastoreLagMs;
      for (const datastore of state.datastores.values()) {
        datastore.items = new LaggingMap(datastore.items, nowMs);
      }
    }
    if (triggerListLagMs) {
      state.triggerListLagMs = triggerListLagMs;
      state.triggers = new LaggingMap(state.triggers, nowMs);
    }
  }

  #install(app: App, scenario: Scenario): void {
    const { now } = scenario;
    const { botUserId } = this.state;
    const triggers = app.triggers(Math.floor(now / 1000), botUserId, scenario);
    for (const trigger of triggers) installTrigger(this.state, trigger, now);
    this.#scheduler.refresh();
  }

  #follow(request: ApiRequest, answer: ApiAnswer): void {
    if (request.method.startsWith("workflows.triggers.")) {
      this.#scheduler.refresh();
    }
    if (request.method.startsWith("functions.complete")) {
      this.#engine.afterSlackCall(request, answer);
    }
  }
}

/**
 * Opens a workspace with the app installed. Its clock stands at the scenario's
 * start until it is moved.
 *
 * @returns The workspace; close it when it is no longer used.
 * @throws {Error} if Slack would refuse the app's manifest or one of its triggers;
 * it names the place.
 * @example
 * const scenario = parseScenario({ now, people }, app);
 * const workspace = createWorkspace({ app, scenario });
 * const runs = await workspace.advance(scenario.now + 3_600_000);
 * workspace.close();
 */
export function createWorkspace(options: WorkspaceOptions): Workspace {
  return new LocalWorkspace(options);
}
