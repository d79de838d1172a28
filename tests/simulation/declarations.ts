import type { Performance } from "./performance.ts";
import type { Declaration, Item } from "./recording.ts";
import { type DeclaringAction, type Ending, idOf } from "./script.ts";
import { GROUP, MANAGERS } from "./setting.ts";

const DAY_MS = 86_400_000;

/** Between two clicks that end what is left, so that no run is in another's way. */
const APART_MS = 70_000;

/** A link, and what its form is filled in with. */
interface Click {
  link: string;
  form: Item;
  declaration: Pick<
    Declaration,
    "kind" | "state" | "what" | "start" | "end" | "lasts" | "group"
  >;
}

/** Clicks the links by which people declare something, or end it. */
export class Declarations {
  constructor(private readonly performance: Performance) {}

  async make(action: DeclaringAction): Promise<void> {
    await this.#click(idOf(action.who), clickOf(action, this.performance.now));
  }

  /** Everybody ends what they declared, one after another. */
  endAll(): void {
    const { performance } = this;
    const { datastores } = performance.stage.workspace.state;
    const items = [...datastores.get("declared_shifts")!.items.values()];
    const open = items.filter(({ end }) =>
      end === undefined || Number(end) * 1000 > performance.now
    );
    const whose = new Set(open.map(({ person }) => String(person ?? "")));
    for (const [index, id] of [...whose].entries()) {
      const group = id === "";
      const person = group ? idOf(MANAGERS[0]!) : id;
      performance.at(
        performance.now + index * APART_MS,
        () => this.#click(person, ending(group, "all")),
      );
    }
  }

  async #click(
    person: string,
    { link, form, declaration }: Click,
  ): Promise<void> {
    const { recording, stage, now } = this.performance;
    if (stage.workspace.state.people.get(person)!.deleted) return;
    const click: Declaration = {
      ...declaration,
      at: now,
      person,
      outcome: "under way",
      done_at: Infinity,
    };
    recording.declarations.push(click);
    this.performance.tell(`${person}: ${link} ${JSON.stringify(form)}`);
    const run = await stage.trip(link, { user: person, form });
    if (run.error) throw new Error(String(run.error));
    click.outcome = run.status === "completed" ? "completed" : "failed";
    click.done_at = this.performance.now;
  }
}

/** Of a click that fills in nothing. */
const DECLARES: Click["declaration"] = {
  kind: "declares",
  state: null,
  what: null,
  start: null,
  end: null,
  lasts: null,
  group: false,
};

function clickOf(action: DeclaringAction, now: number): Click {
  const seconds = Math.floor(now / 1000);
  const later = (minutes: number | null) =>
    minutes === null ? null : seconds + minutes * 60;
  switch (action.kind) {
    case "starts focus time": {
      const until = later(action.minutes);
      return {
        link: "Start focus time",
        form: filled({ until }),
        declaration: {
          ...DECLARES,
          state: "focus",
          end: until,
          lasts: until === null ? 3600 : null,
        },
      };
    }
    case "takes time off":
      return timeOff(action, now);
    case "declares a freeze": {
      const [from, until] = [later(action.from), later(action.until)];
      const group = action.group ? GROUP : null;
      return {
        link: "Declare a deploy freeze",
        form: filled({ from, until, group }),
        declaration: {
          ...DECLARES,
          state: "deploy_freeze",
          start: from,
          end: until,
          group: action.group,
        },
      };
    }
    case "ends what was declared":
      return ending(action.group, action.what);
    case "undoes an end":
      return {
        link: "Undo",
        form: {},
        declaration: { ...DECLARES, kind: "undoes" },
      };
  }
}

function timeOff(
  { first, last }: DeclaringAction & { kind: "takes time off" },
  now: number,
): Click {
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  const day = (after: number) => today + after * DAY_MS;
  const written = (after: number | null) =>
    after === null ? null : new Date(day(after)).toISOString().slice(0, 10);
  return {
    link: "Take time off",
    form: filled({ first_day: written(first), last_day: written(last) }),
    declaration: {
      ...DECLARES,
      state: "pto",
      start: day(first ?? 0) / 1000,
      end: last === null ? null : day(last + 1) / 1000,
    },
  };
}

function ending(group: boolean, what: Ending | null): Click {
  return {
    link: "End it now",
    form: filled({ what, group: group ? GROUP : null }),
    declaration: { ...DECLARES, kind: "ends", what, group },
  };
}

/** The form without what is left empty. */
function filled(form: Item): Item {
  return Object.fromEntries(
    Object.entries(form).filter(([, value]) => value !== null),
  );
}
