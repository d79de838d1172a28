import type { Rejected, Unreadable } from "../../../reconciler/shift.ts";
import type { Account } from "../../http/account.ts";
import { type Outcome, success } from "../../http/outcome.ts";
import { get } from "../../http/request.ts";
import { readEach } from "../../http/schedules.ts";
import { schemaMismatch, validate } from "../../http/validate.ts";
import { PolicyAnswer, type PolicyFields } from "./schema.ts";

/** The part of an escalation policy that `/oncalls` may not show, at the chosen levels. */
export interface Policy {
  id: string;
  /** How many levels it has, chosen or not. */
  levels: number;
  /** Names by id: of its schedules, and of itself if it names people directly. */
  named: [schedule: string, name: string][];
  /** Its shift-based schedules. Level 1 is called first. */
  shiftBased: { schedule: string; level: number }[];
}

/** The id that stands in for a schedule if a policy names people directly. */
export function directScheduleId(policy: string): string {
  return `policy:${policy}`;
}

/**
 * Reads the policies one by one. `/oncalls` does not distinguish a missing policy
 * from one without people, and may leave out shift-based schedules. While a policy
 * cannot be found, the people shown because of it must stay as they are.
 */
export async function readPolicies(
  account: Account,
  policies: readonly string[],
  levels: readonly number[] | null,
): Promise<Outcome<{ found: Policy[]; unreadable: Unreadable[] }>> {
  const read = await readEach(
    account,
    policies,
    (id) => readPolicy(account, id, levels),
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

/** `GET /escalation_policies/{id}`: a rule's place is its level. */
async function readPolicy(
  account: Account,
  id: string,
  levels: readonly number[] | null,
): Promise<Outcome<Policy>> {
  const path = `/escalation_policies/${encodeURIComponent(id)}`;
  const answer = await get(account, path, {});
  if (!answer.ok) return answer;
  const answered = validate(account, PolicyAnswer, path, answer.value);
  if (!answered.ok) return answered;
  const policy = answered.value.escalation_policy;
  if (policy.id !== id) {
    return schemaMismatch(
      account.vendor.name,
      path,
      `escalation_policy.id: expected ${id}, received ${policy.id}`,
    );
  }
  return success(policyOf(policy, levels));
}

function policyOf(
  policy: PolicyFields,
  levels: readonly number[] | null,
): Policy {
  const { id, escalation_rules } = policy;
  const read: Policy = {
    id,
    levels: escalation_rules.length,
    named: [],
    shiftBased: [],
  };
  for (const [place, { targets }] of escalation_rules.entries()) {
    if (levels !== null && !levels.includes(place + 1)) continue;
    for (const { id: target, type, summary } of targets) {
      if (type.startsWith("user")) {
        read.named.push([
          directScheduleId(id),
          policy.summary || policy.name || id,
        ]);
      } else if (type.startsWith("schedule_v3")) {
        read.shiftBased.push({ schedule: target, level: place + 1 });
      } else if (type.startsWith("schedule")) {
        read.named.push([target, summary || target]);
      }
    }
  }
  return read;
}

/** The policies that have none of the chosen levels, so that no one is read by them. */
export function withoutLevels(
  policies: readonly Policy[],
  { id: source, levels }: { id: string; levels: readonly number[] | null },
): Rejected[] {
  if (levels === null) return [];
  return policies
    .filter(({ levels: count }) => levels.every((level) => level > count))
    .map(({ id, levels: count }) => ({
      source,
      reason:
        `the escalation policy ${id} ends with level ${count}, so it has ` +
        `none of levels: [${levels.join(", ")}] in shiftlight.config.ts`,
    }));
}

function unknownPolicy(
  { vendor, secret, source }: Account,
  id: string,
): Unreadable {
  const reason =
    `${vendor.name} has no escalation policy ${id} that the ${vendor.credential} in ${secret} can see: ` +
    `correct or remove it in the source ${source} of shiftlight.config.ts`;
  // Its schedules are not known either, so any schedule may be concerned.
  return { source, schedule: null, reason, needs: "operator" };
}
