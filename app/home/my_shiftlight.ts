import {
  type Claim,
  type PartName,
  partOf,
  wasRestoredByOperator,
} from "../../reconciler/claim.ts";
import type { Consent } from "../../reconciler/consent.ts";
import { dndKind } from "../../reconciler/dnd.ts";
import { isStillOurs } from "../../reconciler/decide.ts";
import { oursOf, type Part, type Phase } from "../../reconciler/part.ts";
import { presenceKind } from "../../reconciler/presence.ts";
import { isActive } from "../../reconciler/shift.ts";
import { statusKind } from "../../reconciler/status.ts";
import { asFailure } from "../../slack/failure.ts";
import { postMessage } from "../../slack/messages.ts";
import { readStatus } from "../../slack/profiles.ts";
import { type Broken, getRecord } from "../../slack/record_store.ts";
import { claims } from "../../slack/records/claims.ts";
import { leavingConsents } from "../../slack/records/consents.ts";
import { LINKS_FOR_PEOPLE } from "../../triggers/link_triggers.ts";
import { daysForText, readerOf } from "../declared/answer_facts.ts";
import { ownerOf, readOwned } from "../declared/records.ts";
import { type Execution, nowOf } from "../execution.ts";
import {
  type Home,
  homeText,
  type OwnDeclaration,
  type OwnPart,
} from "../messages/home.ts";
import { splitMessage } from "../report/split_message.ts";
import { readSnapshot } from "../state/desired_state.ts";
import { readLinks } from "../state/links.ts";
import { type LastRun, readLastRun } from "../state/run_state.ts";
import { recordProblem } from "../state/step_log.ts";
import { accountState } from "./my_account.ts";
import { ownRoster } from "./my_shifts.ts";

/**
 * Sends a person what Shiftlight knows of them and does for them, as a DM. It writes
 * nothing, and tells nothing of anybody else.
 */
export async function sendHome(
  execution: Execution,
  person: string,
): Promise<{ opted_in: boolean }> {
  const { client, config } = execution;
  const [found, claim, last, declared, links, reader] = await Promise.all([
    getRecord(client, leavingConsents, person),
    getRecord(client, claims, person),
    readLastRun(execution),
    readDeclaredOf(execution, person),
    readLinks(execution, LINKS_FOR_PEOPLE),
    readerOf(execution, person),
  ]);
  const consent = found.records.get(person) ?? null;
  const [broken] = [...found.broken, ...claim.broken];
  const text = homeText(config.states, {
    person: await personPart(
      execution,
      consent,
      claim.records.get(person) ?? null,
      broken ?? null,
    ),
    mode: last.mode,
    restoreReason: last.restoreReason,
    roster: await readOwnRoster(execution, last, person),
    declared,
    links,
  }, reader);
  for (const message of splitMessage(text)) {
    await postMessage(client, person, message);
  }
  return { opted_in: consent !== null && consent.withdrawn_at === null };
}

async function personPart(
  execution: Execution,
  consent: Consent | null,
  claim: Claim | null,
  broken: Broken | null,
): Promise<Home["person"]> {
  if (broken !== null) {
    return { kind: "unreadable", ...recordProblem(broken) };
  }
  if (consent === null) return { kind: "stranger" };
  if (consent.withdrawn_at !== null) return { kind: "leaving" };
  const { person, external_token_id } = consent;
  const now = nowOf(execution);
  return {
    kind: "in",
    own: {
      consent,
      parts: claim === null ? [] : await partsOf(execution, claim),
      restoredByOperator: claim !== null && isActive(claim.shift, now) &&
        wasRestoredByOperator(claim),
      account: await accountState(execution, person, external_token_id),
    },
  };
}

const KINDS = { status: statusKind, dnd: dndKind, presence: presenceKind };

async function partsOf(
  execution: Execution,
  claim: Claim,
): Promise<OwnPart[]> {
  const status = await statusPhase(execution, claim);
  return (Object.keys(KINDS) as PartName[]).flatMap((name): OwnPart[] => {
    const part = partOf(claim, name) as Part<unknown> | null;
    if (part === null) return [];
    const describe = KINDS[name].describe as (value: unknown) => string;
    return [{
      part: name,
      phase: name === "status" ? status ?? part.phase : part.phase,
      ours: describe(oursOf(part)),
      prior: describe(part.prior),
      shift: claim.shift,
    }];
  });
}

/** A status that is ours by the records may have been changed since a run last looked. */
async function statusPhase(
  execution: Execution,
  { person, status }: Claim,
): Promise<Phase | null> {
  if (status?.phase !== "held") return null;
  try {
    const read = {
      value: await readStatus(execution.client, person),
      at: nowOf(execution),
    };
    return isStillOurs(statusKind, status, read) ? "held" : "yielded";
  } catch (thrown) {
    const { message } = asFailure(thrown, "reading a status");
    console.warn(`what is shown of ${person}: ${message}`);
    return null;
  }
}

async function readOwnRoster(
  execution: Execution,
  { checkpoint }: LastRun,
  person: string,
): Promise<Home["roster"]> {
  if (checkpoint === null) return null;
  try {
    const snapshot = await readSnapshot(execution, checkpoint.snapshot);
    return ownRoster(snapshot, person, nowOf(execution));
  } catch (thrown) {
    return { error: asFailure(thrown, "reading the rosters").message };
  }
}

async function readDeclaredOf(
  execution: Execution,
  person: string,
): Promise<OwnDeclaration[] | { error: string }> {
  try {
    const owner = ownerOf(person, undefined);
    const { open } = await readOwned(execution, owner);
    return open.sort((a, b) => a.start - b.start)
      .map((shift) => ({ ...shift, days: daysForText(shift) }));
  } catch (thrown) {
    return { error: asFailure(thrown, "reading what you declared").message };
  }
}
