import type { Rule } from "../judge/verdict.ts";
import type { InterceptedCall, Interceptor } from "./intercept.ts";

/** A way to break the app, and what must come of it. */
export interface Mutant {
  name: string;
  /** Any of these being broken shows that it was caught. */
  breaks: Rule[];
  make(): Interceptor;
}

export type Args = Record<string, unknown>;

/** The person whose profile, snooze or presence a call is about. */
export function personOf({ args }: InterceptedCall): string {
  if (typeof args.user === "string") return args.user;
  return /^xoxp-\w+-(U[A-Z]+)-/.exec(String(args.token))?.[1] ?? "";
}

export interface ProfileStatus {
  status_text: string;
  status_emoji: string;
  status_expiration: number;
}

/** The status that a call asks for, or an answer tells. */
export function profileOf(value: Args): ProfileStatus {
  return (value.profile ?? {}) as ProfileStatus;
}

/** Whether the status was made from one of the app's templates. */
export function isOurs({ status_text }: ProfileStatus): boolean {
  return / until /.test(status_text ?? "");
}

/** A part of a claim, as far as the mutants know it. */
export interface ClaimPart {
  phase: string;
  prior: unknown;
  wanted: unknown;
}

/** The items of a bulk call, or of its answer. */
export function itemsOf(value: Args): Args[] {
  return (value.items ?? []) as Args[];
}

/** What is within a record. */
export function bodyOf(item: Args): Args {
  return JSON.parse(String(item.body));
}

/** The record with other fields within. */
export function withBody(item: Args, fields: Args): Args {
  return { ...item, body: JSON.stringify({ ...bodyOf(item), ...fields }) };
}

/** The status within a claim's record. */
export function statusOf(item: Args): ClaimPart | null {
  return JSON.parse(String(item.body)).status as ClaimPart | null;
}

/** The record with another status within. */
export function withStatus(item: Args, status: ClaimPart): Args {
  const body = JSON.stringify({ ...JSON.parse(String(item.body)), status });
  return { ...item, body };
}

/** Whether a call reads or writes this datastore by this method. */
export function isOn(
  { method, args }: InterceptedCall,
  datastore: string,
  ...methods: string[]
): boolean {
  return args.datastore === datastore &&
    methods.includes(method.replace("apps.datastore.", ""));
}

/** Whether the answer is one that failed. */
export function failed(
  { status, body }: { status: number; body: Args },
): boolean {
  return status !== 200 || body.ok !== true;
}

export function fine(body: Args): { status: number; body: Args } {
  return { status: 200, body: { ok: true, ...body } };
}
