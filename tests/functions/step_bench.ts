import type { AuditEntry, Result } from "../../reconciler/change.ts";
import type { Claim } from "../../reconciler/claim.ts";
import { type ApplyInputs, applyStep } from "../../app/steps/apply.ts";
import { type Execution, openExecution } from "../../app/execution.ts";
import { bookHandoffs } from "../../app/steps/book_handoffs.ts";
import { fetchRoster } from "../../app/steps/fetch.ts";
import { LEASE_TIMING } from "../../app/lock/lease.ts";
import { reportStep } from "../../app/steps/report.ts";
import { restoreStep } from "../../app/steps/restore.ts";
import { getStepReports } from "../../app/state/step_reports.ts";
import { auditLog } from "../../slack/records/audit_log.ts";
import { claims } from "../../slack/records/claims.ts";
import {
  type LocalSlack,
  NOW,
  openSlack,
  PROVIDER_TOKEN,
} from "../slack/local_slack.ts";
import { stateOf } from "../../packages/slack-box/shiftlight.ts";
import { assertHoldsNoToken } from "../slack/produced_failure.ts";

/** Seconds that a step takes to be the one that writes, where it has anything to write. */
export const TO_LEASE = LEASE_TIMING.waitMs / 1000;

/** Seconds that a report waits, to see what the steps before it left. */
export const TO_REPORT = 1;

export const EMPTY = { text: "", emoji: "", expiration: 0 };

/** The steps of a run against one workspace, each an execution of its own. */
export interface Bench {
  slack: LocalSlack;
  env: Record<string, string>;
  /** One more execution, of this run or of its own; a step of `workflow`. */
  execution(run?: string, workflow?: string): Execution;
  /** A whole run, or what a poll does of it. */
  sync(always?: boolean): Promise<RunOutputs>;
  fetch(): Promise<{ snapshot_id: string; run_id: string; scope: string }>;
  apply(inputs?: Partial<ApplyInputs>): Promise<RunOutputs["apply"]>;
  restore(): Promise<RunOutputs["restore"]>;
  /** What the steps of the last run left for its report. */
  results(): Promise<Result[]>;
  problems(): Promise<string[]>;
  claim(person: string): Claim | null;
  checkpoint(): Record<string, unknown>;
  reports(): string[];
  /** The audit log, in the order in which it was written. */
  log(): AuditEntry[];
  /** Time passes: seconds. */
  pass(seconds: number): void;
  close(): void;
}

export interface RunOutputs {
  fetch: Awaited<ReturnType<typeof fetchRoster>>;
  restore: Awaited<ReturnType<typeof restoreStep>>;
  apply: Awaited<ReturnType<typeof applyStep>>;
  report: Awaited<ReturnType<typeof reportStep>>;
}

export interface BenchOptions {
  rates?: "documented" | "none";
  config?: Record<string, unknown>;
  env?: Record<string, string>;
}

function environment(slack: LocalSlack, options: BenchOptions) {
  const sources = slack.roster.schedules.map((schedule) => ({
    type: "pagerduty",
    id: schedule.id,
    state: stateOf(schedule),
    schedules: [schedule.id],
  }));
  const config = {
    sources,
    report_channel: "CREPORTS",
    operators: [],
    mode: "enforce",
    workflow_texts: true,
    // Their triggers are in the way of most that is looked at here.
    handoffs: { hours: 0 },
    ...options.config,
  };
  return {
    SLACK_API_URL: `${slack.root}/api/`,
    PAGERDUTY_API_URL: `${slack.root}/pagerduty`,
    PAGERDUTY_TOKEN: PROVIDER_TOKEN,
    SHIFTLIGHT_CONFIG: JSON.stringify(config),
    ...options.env,
  };
}

export function openBench(
  people: unknown[],
  schedules: unknown[],
  options: BenchOptions = {},
): Bench {
  const slack = openSlack(people, schedules, options.rates);
  const env = environment(slack, options);
  let executions = 0;
  let last = {
    snapshot_id: "",
    run_id: "",
    scope: "everybody",
    handoffs: "none",
  };
  const execution = (run?: string, workflow?: string) =>
    openExecution(
      {
        env,
        client: slack.client,
        event: {
          function_execution_id: `Fx${++executions}`,
          workflow_execution_id: workflow,
        },
        team_id: "TLOCAL",
        enterprise_id: "",
        clock: slack.clock,
      } as Parameters<typeof openExecution>[0],
      run,
    );
  const reportsOfRun = async () => {
    const steps = ["fetch", "restore", "apply"];
    return (await getStepReports(execution(), last.run_id, steps)).report;
  };
  const bench: Bench = {
    slack,
    env,
    execution,
    sync: async (always = false) => {
      const fetch = await fetchRoster(execution(), { always, complete: true });
      last = fetch;
      const restore = await restoreStep(execution(last.run_id), last);
      const apply = await applyStep(execution(last.run_id), last);
      await bookHandoffs(execution(last.run_id), last);
      const report = await reportStep(execution(), last);
      return { fetch, restore, apply, report };
    },
    fetch: async () =>
      last = await fetchRoster(execution(), { complete: true }),
    apply: (inputs = {}) => {
      const given = { ...last, ...inputs };
      return applyStep(execution(given.run_id), given);
    },
    restore: () => restoreStep(execution(last.run_id), last),
    results: async () => (await reportsOfRun()).results,
    problems: async () =>
      (await reportsOfRun()).problems.map((each) =>
        `${each.about}: ${each.reason}`
      ),
    claim: (person) => {
      const item = slack.items("claims").get(person);
      return item ? claims.parse(item) : null;
    },
    checkpoint: () =>
      JSON.parse(slack.items("runs").get("checkpoint")!.body as string),
    reports: () =>
      slack.state.messages.filter(({ channel }) => channel === "CREPORTS")
        .map(({ text }) => text),
    log: () =>
      [...slack.items("audit_log").values()].map((item) =>
        auditLog.parse(item)
      ),
    pass: (seconds) => slack.clock.ms += seconds * 1000,
    close: () => {
      // Nothing that a run says or keeps holds anybody's token.
      assertHoldsNoToken(slack.state.messages);
      for (const store of slack.state.datastores.values()) {
        assertHoldsNoToken([...store.items.values()]);
      }
      slack.close();
    },
  };
  return bench;
}

/** `ann` opted in for everything, unless told otherwise; `null`: not at all. */
export function optedIn(
  name: string,
  fields: Record<string, unknown> = {},
  consent: Record<string, unknown> | null = {},
) {
  const everything = {
    states: ["on_call", "pto", "deploy_freeze", "focus"],
    dnd: true,
    presence: true,
    ...consent,
  };
  return {
    id: `U${name.toUpperCase()}`,
    name,
    email: `${name}@example.com`,
    tz: "UTC",
    ...fields,
    ...(consent === null ? {} : { consent: everything }),
  };
}

/** A schedule of one state on which all of them are, from and until some seconds after `NOW`. */
export function schedule(
  state: string,
  names: string[],
  from = 0,
  until: number | null = 3600,
) {
  const instant = (seconds: number) =>
    new Date((NOW + seconds) * 1000).toISOString();
  const shifts = names.map((name) => ({
    email: `${name}@example.com`,
    start: instant(from),
    end: until === null ? null : instant(until),
  }));
  return { id: `P${state.toUpperCase()}`, name: `The ${state}`, state, shifts };
}

/** The status that somebody has in Slack now. */
export function statusOf({ slack }: Bench, person: string) {
  const { status } = slack.state.people.get(person)!;
  const over = status.expiration !== 0 &&
    status.expiration * 1000 <= slack.clock.ms;
  return over ? EMPTY : status;
}

/** Revokes every token that the app holds of them. */
export function revoke({ slack }: Bench, person: string): void {
  for (const token of slack.state.tokens.values()) {
    if (token.owner === person && token.source !== "client") {
      token.revoked = true;
    }
  }
}
