import type { Performance } from "./performance.ts";
import type { TroubleKind, TroubleRecord } from "./recording.ts";
import { emailOf, type Failure, idOf, type Trouble } from "./script.ts";
import { SCHEDULES } from "./setting.ts";

/** What an execution that is stopped leaves behind lasts for its time limit, and longer for what looks at it. */
const AFTERMATH_MS = 180_000;

/** A kill after this many calls never happens. */
const NEVER_KILLS = 1_000_000_000;

/** The version of a claim, and one that there is not. */
const KNOWN_VERSION = 1;
export const UNKNOWN_VERSION = 99;

const REVOKED = "the token is revoked";

/** Slack's own trouble, whomever it strikes. */
const PASSING = new Set(["internal_error", "fatal_error", "partial_failure"]);

/** Puts things out of order, and in order again. */
export class Troubles {
  /** Faults end all at once: with the last one that lasts. */
  #faultsEnd = 0;

  constructor(private readonly performance: Performance) {}

  begin(trouble: Trouble): void | Promise<void> {
    switch (trouble.kind) {
      case "stops an execution":
        return this.#stop(trouble.calls);
      case "fails":
        return this.#fail(trouble);
      case "revokes the token":
        return this.#revoke(idOf(trouble.who));
      case "gives the token back":
        return this.#giveTokenBack(idOf(trouble.who));
      case "deactivates":
        return this.#deactivate(idOf(trouble.who), trouble.lasts);
      case "changes the address":
        return this.#changeAddress(trouble.who, trouble.lasts);
      case "renames":
        return this.#rename(idOf(trouble.who));
      case "spoils the claim":
        return this.#spoil(idOf(trouble.who), trouble.lasts);
      case "changes the templates":
        return this.#changeTemplates(trouble.templates);
      case "loses a schedule":
        return this.#lose(trouble.schedule, trouble.lasts);
      case "cannot be read": {
        const { vendor: method } = this.performance.stage
          .schedules[trouble.schedule]!;
        return this.#fail({ ...trouble, method, who: null });
      }
      case "loses the connection":
        return this.#loseConnection(idOf(trouble.who));
    }
  }

  /** Nothing fails any more, except connections that only their people can renew. */
  async endAll(): Promise<void> {
    const { stage, recording } = this.performance;
    const { people, tokens } = stage.workspace.state;
    await stage.control("POST", "kill", { after_calls: NEVER_KILLS });
    await this.#endFaults();
    stage.lost.clear();
    await stage.putSchedules();
    for (const token of tokens.values()) {
      if (token.source === "env") token.revoked = false;
    }
    for (const who of recording.script.people.keys()) {
      const person = people.get(idOf(who))!;
      person.deleted = false;
      person.email = emailOf(who);
      this.#mend(person.id, KNOWN_VERSION);
      this.tokensChanged(person.id);
    }
    for (const record of recording.troubles) {
      if (record.what !== REVOKED) this.#close(record);
    }
  }

  /** Notes whether a token of a person's own serves them now. */
  tokensChanged(person: string): void {
    const open = this.performance.recording.troubles.find((each) =>
      each.what === REVOKED && each.person === person && each.to === Infinity
    );
    const revoked = this.#isRevoked(person);
    if (revoked && !open) this.#open(REVOKED, person, "helpless");
    if (!revoked && open) this.#close(open);
  }

  #open(
    what: string,
    person: string | null,
    kind: TroubleKind,
    schedules: string[] = [],
  ): TroubleRecord {
    const { recording, now } = this.performance;
    const record = {
      ...{ from: now, to: Infinity },
      ...{ person, what, kind, schedules },
    };
    recording.troubles.push(record);
    this.performance.tell(person ? `${what}: ${person}` : what);
    return record;
  }

  #close(record: TroubleRecord): void {
    if (record.to !== Infinity) return;
    record.to = this.performance.now;
    this.performance.tell(`over: ${record.what}`);
  }

  async #stop(calls: number): Promise<void> {
    const { stage, now } = this.performance;
    const record = this.#open(
      `an execution stops after ${calls} calls`,
      null,
      "passing",
    );
    // It strikes soon or not at all, so that what follows can be judged.
    this.performance.at(now + AFTERMATH_MS, async () => {
      this.#close(record);
      await stage.control("POST", "kill", { after_calls: NEVER_KILLS });
    });
    await stage.control("POST", "kill", { after_calls: calls });
  }

  async #fail(
    { method, who, failure, times, lasts }: Omit<
      Trouble & { kind: "fails" },
      "kind"
    >,
  ): Promise<void> {
    const { now, stage } = this.performance;
    const person = who === null ? null : idOf(who);
    const what = `${method} fails ${times} x with ${JSON.stringify(failure)}`;
    this.#open(what, person, kindOf(failure, person));
    this.#faultsEnd = Math.max(this.#faultsEnd, now + lasts);
    this.performance.at(now + lasts, async () => {
      if (this.performance.now >= this.#faultsEnd) await this.#endFaults();
      else this.performance.tell("(lasts on)");
    });
    await stage.addFault({
      method,
      times,
      ...(person ? { user: person } : {}),
      ...failure,
    });
  }

  async #endFaults(): Promise<void> {
    const { recording, stage } = this.performance;
    for (const record of recording.troubles) {
      if (record.what.includes(" fails ")) this.#close(record);
    }
    await stage.control("DELETE", "faults");
  }

  #revoke(person: string): void {
    for (const token of this.#ownTokens(person)) token.revoked = true;
    this.tokensChanged(person);
  }

  /** Slack has forgotten what the person connected. */
  #loseConnection(person: string): void {
    const { datastores, externalTokens } =
      this.performance.stage.workspace.state;
    const consent = datastores.get("consents")?.items.get(person);
    externalTokens.delete(String(consent?.external_token_id));
    this.tokensChanged(person);
  }

  #giveTokenBack(person: string): void {
    for (const token of this.#ownTokens(person)) token.revoked = false;
    this.tokensChanged(person);
  }

  #ownTokens(person: string) {
    const { tokens } = this.performance.stage.workspace.state;
    return [...tokens.values()].filter(({ owner, source }) =>
      owner === person && (source === "external" || source === "env")
    );
  }

  /** Whether they had a token of their own, and none serves any more. */
  #isRevoked(person: string): boolean {
    const { datastores, externalTokens } =
      this.performance.stage.workspace.state;
    // The app does not know of a connection whose click failed.
    const consent = datastores.get("consents")?.items.get(person);
    const id = consent?.external_token_id;
    const connected = externalTokens.get(String(id));
    const serving = this.#ownTokens(person).filter(({ source, value }) =>
      source === "env" || value === connected?.token
    );
    const isLost = id !== undefined && id !== "" && !connected;
    return (serving.length > 0 || isLost) &&
      serving.every(({ revoked }) => revoked);
  }

  #deactivate(id: string, lasts: number): void {
    const { now, stage } = this.performance;
    const person = stage.workspace.state.people.get(id)!;
    if (person.deleted) return;
    person.deleted = true;
    const record = this.#open("deactivated", id, "helpless");
    this.performance.at(now + lasts, () => {
      person.deleted = false;
      this.#close(record);
    });
  }

  #changeAddress(who: number, lasts: number): void {
    const { now, stage } = this.performance;
    const person = stage.workspace.state.people.get(idOf(who))!;
    if (person.email !== emailOf(who)) return;
    person.email = `elsewhere.${emailOf(who)}`;
    const record = this.#open(
      "not found by their address",
      person.id,
      "unmapped",
    );
    this.performance.at(now + lasts, () => {
      person.email = emailOf(who);
      this.#close(record);
    });
  }

  /** The person's claim is of a version that the app does not know, as after a downgrade. */
  #spoil(id: string, lasts: number): void {
    const { now, stage } = this.performance;
    const { items } = stage.workspace.state.datastores.get("claims")!;
    const claim = items.get(id);
    if (!claim || claim.schema_version === UNKNOWN_VERSION) return;
    items.set(id, { ...claim, schema_version: UNKNOWN_VERSION });
    const record = this.#open("the claim is not readable", id, "unreadable");
    this.performance.at(now + lasts, () => {
      this.#mend(id, claim.schema_version);
      this.#close(record);
    });
  }

  #mend(id: string, schema_version: unknown): void {
    const { items } = this.performance.stage.workspace.state.datastores.get(
      "claims",
    )!;
    const claim = items.get(id);
    if (claim?.schema_version !== UNKNOWN_VERSION) return;
    items.set(id, { ...claim, schema_version });
  }

  #rename(id: string): void {
    this.performance.tell(`${id} is renamed`);
    this.performance.stage.workspace.state.people.get(id)!.name += "y";
  }

  /** The vendor does not know one of its schedules for a while. */
  async #lose(schedule: number, lasts: number): Promise<void> {
    const { now, stage } = this.performance;
    if (stage.lost.has(schedule)) return;
    stage.lost.add(schedule);
    const { id } = SCHEDULES[schedule]!;
    const what = `${id} is not to be found`;
    const record = this.#open(what, null, "passing", [id]);
    this.performance.at(now + lasts, async () => {
      if (record.to !== Infinity) return;
      stage.lost.delete(schedule);
      this.#close(record);
      await stage.putSchedules();
    });
    await stage.putSchedules();
  }

  #changeTemplates(templates: number): void {
    const { now, recording, stage } = this.performance;
    if (stage.templates === templates) return;
    stage.templates = templates;
    recording.templates.push({ at: now, templates });
    this.performance.tell(`the templates change to ${templates}`);
  }
}

function kindOf(failure: Failure, person: string | null): TroubleKind {
  return person !== null && isRefusal(failure) ? "refusal" : "passing";
}

/** Whether Slack refuses what is asked for one person, and does so until that person changes something. */
export function isRefusal(failure: object): boolean {
  return "error" in failure && failure.error !== undefined &&
    !PASSING.has(String(failure.error));
}
