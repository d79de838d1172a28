import type { Unreadable } from "../../../reconciler/shift.ts";
import type { Account } from "../../http/account.ts";
import { readEach } from "../../http/schedules.ts";
import { schemaMismatch, validate } from "../../http/validate.ts";
import { get } from "../../http/request.ts";
import { type Outcome, success } from "../../http/outcome.ts";
import { PolicyAnswer, type PolicyFields } from "./schema.ts";

/** An escalation policy: whom it calls, as far as `/oncalls` may not say it. */
export interface Policy {
  id: string;
  /** What it has to be called, by id: its schedules, and itself if it names people. */
  named: [schedule: string, name: string][];
  /** Its shift-based schedules. Level 1 is called first. */
  shift_based: { schedule: string; level: number }[];
}

/** Where those are on call whom a policy names itself, without a schedule. */
export function directly(policy: string): string {
  return `policy:${policy}`;
}

/**
 * The policies by themselves. `/oncalls` answers for one that does not exist as
 * for one with nobody on it, and need not know of shift-based schedules. While
 * one cannot be found, whoever was shown because of it must stay as they are.
 */
export async function readPolicies(
  account: Account,
  policies: readonly string[],
): Promise<Outcome<{ found: Policy[]; unreadable: Unreadable[] }>> {
  const read = await readEach(
    account,
    policies,
    (id) => readPolicy(account, id),
  );
  if (!read.ok) return read;
  const { found, unreadable } = read.value;
  return success({
    found,
    unreadable: unreadable.map(({ schedule }) =>
      unknownPolicy(account, schedule!)
    ),
  });
}

/** `GET /escalation_policies/{id}`: levels are the places of its rules. */
async function readPolicy(
  account: Account,
  id: string,
): Promise<Outcome<Policy>> {
  const path = `/escalation_policies/${encodeURIComponent(id)}`;
  const answer = await get(account, path, {});
  if (!answer.ok) return answer;
  const fitted = validate(account, PolicyAnswer, path, answer.value);
  if (!fitted.ok) return fitted;
  const policy = fitted.value.escalation_policy;
  if (policy.id !== id) {
    return schemaMismatch(
      account.vendor.name,
      path,
      `escalation_policy.id: expected ${id}, received ${policy.id}`,
    );
  }
  return success(policyOf(policy));
}

function policyOf(policy: PolicyFields): Policy {
  const { id, escalation_rules } = policy;
  const read: Policy = { id, named: [], shift_based: [] };
  for (const [place, { targets }] of escalation_rules.entries()) {
    for (const { id: target, type, summary } of targets) {
      if (type.startsWith("user")) {
        read.named.push([directly(id), policy.summary || policy.name || id]);
      } else if (type.startsWith("schedule_v3")) {
        read.shift_based.push({ schedule: target, level: place + 1 });
      } else if (type.startsWith("schedule")) {
        read.named.push([target, summary || target]);
      }
    }
  }
  return read;
}

function unknownPolicy(
  { vendor, secret, source }: Account,
  id: string,
): Unreadable {
  const reason =
    `${vendor.name} has no escalation policy ${id} that the ${vendor.credential} in ${secret} can see: ` +
    `correct or remove it in the source ${source} of shiftlight.config.ts`;
  // What it calls people by is not known, either: that may be any schedule.
  return { source, schedule: null, reason };
}
