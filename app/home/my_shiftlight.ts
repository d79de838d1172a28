import {
  type Claim,
  type PartName,
  partOf,
  restoredBy,
} from "../../reconciler/claim.ts";
import type { Consent } from "../../reconciler/consent.ts";
import { dndKind } from "../../reconciler/dnd.ts";
import { isStillOurs } from "../../reconciler/decide.ts";
import { oursOf, type Part, type Phase } from "../../reconciler/part.ts";
import { presenceKind } from "../../reconciler/presence.ts";
import { isActive } from "../../reconciler/shift.ts";
import { statusKind } from "../../reconciler/status.ts";
import { asFailure } from "../../slack/failure.ts";
import {
  type MessagePlace,
  MOST_IN_UPDATE,
  postMessage,
  updateMessage,
} from "../../slack/messages.ts";
import { readStatus } from "../../slack/profiles.ts";
import { type Broken, getRecord } from "../../slack/record_store.ts";
import { claims } from "../../slack/records/claims.ts";
import { leavingConsents } from "../../slack/records/consents.ts";
import { linksByWorkflow } from "../../slack/triggers.ts";
import type { Button } from "../../talking/answer.ts";
import { buttonBlocks, markupBlocks } from "../../talking/message.ts";
import { daysForText } from "../declared/answer_facts.ts";
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
import type { Asker } from "../state/asker.ts";
import { type LastRun, readLastRun } from "../state/run_state.ts";
import { recordProblem } from "../state/step_log.ts";
import { homeButtons } from "./home_buttons.ts";
import { accountState } from "./my_account.ts";
import { ownRoster } from "./my_shifts.ts";

/**
 * Sends a person what Shiftlight knows of them and does for them, as a direct
 * message with buttons. It writes nothing, and tells nothing of anybody else.
 *
 * @param clicked The message whose button was pressed: if the app wrote it to this
 * person, it is rewritten.
 */
export async function sendHome(
  execution: Execution,
  { id: person, timeZone }: Asker,
  clicked: MessagePlace | null = null,
): Promise<{ opted_in: boolean }> {
  const { client, config } = execution;
  const reader = { timeZone, now: nowOf(execution) };
  const [found, claim, last, declared, links] = await Promise.all([
    getRecord(client, leavingConsents, person),
    getRecord(client, claims, person),
    readLastRun(execution),
    readDeclaredOf(execution, person),
    linksIfKnown(execution),
  ]);
  const consent = found.records.get(person) ?? null;
  const [broken] = [...found.broken, ...claim.broken];
  const home: Home = {
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
    optIn: links.opt_in ?? null,
  };
  const text = homeText(config.states, home, reader);
  const buttons = homeButtons(config.states, home, reader.now);
  await show(execution, person, { text, buttons, links }, clicked);
  return { opted_in: consent !== null && consent.withdrawn_at === null };
}

/** The addresses of links by their workflow; none if Slack does not list them: the text can do without. */
async function linksIfKnown(
  { client }: Execution,
): Promise<Record<string, string>> {
  try {
    return Object.fromEntries(await linksByWorkflow(client));
  } catch (thrown) {
    const { message } = asFailure(thrown, "listing triggers");
    console.warn(`the links: ${message}`);
    return {};
  }
}

/** What is shown, and by which addresses its buttons start. */
interface Shown {
  text: string;
  buttons: readonly Button[][];
  links: Readonly<Record<string, string>>;
}

/** Rewrites the message with the button, else posts. The buttons are below the last part. */
async function show(
  { client }: Execution,
  person: string,
  { text, buttons, links }: Shown,
  clicked: MessagePlace | null,
): Promise<void> {
  const parts = splitMessage(text);
  const messages = parts.map((part, index) => ({
    text: part,
    blocks: [
      ...markupBlocks(part),
      ...(index === parts.length - 1 ? buttonBlocks(buttons, links) : []),
    ],
  }));
  const [only] = messages;
  const isOwn = clicked?.channel.startsWith("D") ?? false;
  if (
    clicked !== null && isOwn && messages.length === 1 &&
    only!.text.length <= MOST_IN_UPDATE
  ) {
    try {
      await updateMessage(client, clicked.channel, clicked.ts, only!);
      return;
    } catch (thrown) {
      // Another message of theirs, or one that is gone.
      const { message } = asFailure(thrown, "rewriting a message");
      console.warn(`My Shiftlight of ${person}: ${message}`);
    }
  }
  for (const message of messages) await postMessage(client, person, message);
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
      restoredBy: claim !== null && isActive(claim.shift, now)
        ? restoredBy(claim)
        : null,
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
