import type { Performance } from "./performance.ts";
import type { Choice } from "./recording.ts";
import { type Answers, type ConsentAction, idOf, peopleOf } from "./script.ts";
import type { Troubles } from "./troubles.ts";

/** How long after a click the answer is on record, if it ever is. */
const CONNECTED_MS = 10_000;

/** Clicks *Opt in* and *Opt out* for people. */
export class Choices {
  constructor(
    private readonly performance: Performance,
    private readonly troubles: Troubles,
  ) {}

  async make(action: ConsentAction): Promise<void> {
    const { people } = this.performance.stage.workspace.state;
    const person = idOf(action.who);
    const answers = action.kind === "opts in" ? action.answers : null;
    if (people.get(person)!.deleted) return;
    await this.#click(person, answers);
  }

  /** Whose click failed clicks once more; whose token was ever refused connects again. */
  async makeAgain(): Promise<void> {
    await Promise.all(
      peopleOf(this.performance.recording.script).map((id) => this.#again(id)),
    );
  }

  async #again(person: string): Promise<void> {
    const { choices, troubles } = this.performance.recording;
    const last = choices.findLast((each) => each.person === person);
    if (!last) return;
    const helpless = troubles.some((each) =>
      each.person === person && each.kind === "helpless"
    );
    if (last.outcome !== "completed" || helpless && last.answers) {
      await this.#click(person, last.answers);
    }
  }

  async #click(
    person: string,
    answers: Partial<Answers> | null,
  ): Promise<void> {
    const { recording, stage } = this.performance;
    const choice = choiceOf(person, answers, this.performance.now);
    recording.choices.push(choice);
    this.performance.tell(
      answers
        ? `${person} opts in ${JSON.stringify(answers)}`
        : `${person} opts out`,
    );
    // The account is connected at once; a run's end is heard of later.
    this.performance.at(
      this.performance.now + CONNECTED_MS,
      () => this.troubles.tokensChanged(person),
    );
    const run = answers
      ? await stage.trip("Opt in", { user: person, form: answers })
      : await stage.trip("Opt out", { user: person });
    choice.outcome = run.status === "completed" ? "completed" : "failed";
    const steps = (run.steps ?? []) as { error?: string }[];
    choice.message = steps.at(-1)?.error ?? "";
  }
}

/** What somebody has chosen before the history begins. */
export function givenBefore(person: string, answers: Answers): Choice {
  const choice = choiceOf(person, answers, 0);
  return { ...choice, outcome: "completed" };
}

function choiceOf(
  person: string,
  answers: Partial<Answers> | null,
  at: number,
): Choice {
  return {
    at,
    person,
    answers,
    outcome: "under way",
    message: "",
  };
}
