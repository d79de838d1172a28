import { failed, fine, isOn, itemsOf, type Mutant } from "./mutant.ts";

type Args = Record<string, unknown>;

/** The app with joined shifts, handoffs and declared shifts that are not what they should be. */
export const HANDOFF_MUTANTS: Mutant[] = [
  {
    name: "the triggers of handoffs are never removed",
    breaks: ["handoffs"],
    make: () => async (call, pass) =>
      call.method === "workflows.triggers.delete" ? fine({}) : await pass(),
  },
  {
    name: "a handoff is booked twice",
    breaks: ["handoffs"],
    make: () => async (call, pass) => {
      if (call.method === "workflows.triggers.create") {
        await pass();
        return await pass();
      }
      const answer = await pass();
      if (call.method !== "workflows.triggers.list") return answer;
      const triggers = (answer.body.triggers ?? []) as Args[];
      const once = new Map(triggers.map((each) => [each.name, each]));
      return {
        ...answer,
        body: { ...answer.body, triggers: [...once.values()] },
      };
    },
  },
  {
    name: "handoffs are left to the polls",
    breaks: ["handoffs"],
    make: () => async (call, pass) =>
      call.method === "workflows.triggers.create" &&
        String(call.args.name).startsWith("Handoff")
        ? fine({ trigger: { id: "Ft0" } })
        : await pass(),
  },
  {
    name: "joined shifts are given back in between",
    breaks: ["unreadable is not empty", "convergence"],
    make: () => async (call, pass) => {
      const answer = await pass();
      if (!isOn(call, "roster_snapshots", "bulkGet") || failed(answer)) {
        return answer;
      }
      const items = itemsOf(answer.body)
        .map((item) => withShifts(item, separated));
      return { ...answer, body: { ...answer.body, items } };
    },
  },
  {
    name: "one readable roster is enough for joined shifts",
    breaks: ["unreadable is not empty"],
    make: () => async (call, pass) => {
      const answer = await pass();
      if (!isOn(call, "claims", "bulkGet", "query") || failed(answer)) {
        return answer;
      }
      const items = itemsOf(answer.body).map((item) => {
        const body = JSON.parse(String(item.body));
        delete body.shift?.joined;
        return { ...item, body: JSON.stringify(body) };
      });
      return { ...answer, body: { ...answer.body, items } };
    },
  },
  {
    name: "what is declared shows without being allowed",
    breaks: ["consent"],
    make: () => {
      const states = new Set<unknown>();
      return async (call, pass) => {
        const answer = await pass();
        if (failed(answer)) return answer;
        const items = itemsOf(answer.body);
        if (isOn(call, "declared_shifts", "query", "bulkGet")) {
          for (const { state } of items) states.add(state);
        }
        if (!isOn(call, "consents", "bulkGet", "query")) return answer;
        const allowed = items.map((item) => ({
          ...item,
          states: [...new Set([...(item.states as unknown[]), ...states])],
        }));
        return { ...answer, body: { ...answer.body, items: allowed } };
      };
    },
  },
  {
    name: "a click on End it now changes nothing",
    breaks: ["declared"],
    make: () => {
      const known = new Set<unknown>();
      return async (call, pass) => {
        if (!isOn(call, "declared_shifts", "put")) return await pass();
        const item = call.args.item as Args;
        if (known.has(item.id)) {
          return fine({ datastore: "declared_shifts", item });
        }
        known.add(item.id);
        return await pass();
      };
    },
  },
  {
    name: "people who leave keep what they declared",
    breaks: ["consent"],
    make: () => async (call, pass) =>
      isOn(call, "declared_shifts", "delete", "bulkDelete")
        ? fine({ datastore: "declared_shifts", ids: [] })
        : await pass(),
  },
];

/** Changes the shifts of a stored chunk of a roster. */
function withShifts(item: Args, change: (shifts: Args[]) => Args[]): Args {
  const body = JSON.parse(String(item.body));
  if (!Array.isArray(body.shifts)) return item;
  const changed = { ...body, shifts: change(body.shifts) };
  return { ...item, body: JSON.stringify(changed) };
}

/** A shift that touches another of its person and state begins two minutes later. */
function separated(shifts: Args[]): Args[] {
  return shifts.map((shift) => {
    const touched = shifts.some((other) =>
      other.person === shift.person && other.state === shift.state &&
      other.end === shift.start
    );
    return touched ? { ...shift, start: Number(shift.start) + 120 } : shift;
  });
}
