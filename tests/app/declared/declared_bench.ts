import {
  type DeclaredShift,
  declaredShifts,
} from "../../../slack/records/declared_shifts.ts";
import { NOW } from "../../slack/local_slack.ts";
import { type Bench, openBench, optedIn } from "../../functions/step_bench.ts";

/** Ann opted in for everything, Bob for nothing; Mo may declare for groups, Ops as an operator. */
export function openDeclaring(
  ann: Record<string, unknown> = {},
  config: Record<string, unknown> = {},
): Bench {
  const people = [
    optedIn("ann", ann),
    optedIn("bob", {}, null),
    optedIn("mo", {}, null),
    optedIn("ops", {}, null),
  ];
  const named = { freeze_managers: ["UMO"], operators: ["UOPS"] };
  const bench = openBench(people, [], { config: { ...named, ...config } });
  const groups = [
    { id: "SREL1", name: "Release team", handle: "release", members: [] },
    { id: "SREL2", name: "Others", members: [] },
  ];
  bench.slack.state.userGroups = new Map(groups.map((one) => [one.id, one]));
  return bench;
}

/** As Slack says who clicked. */
export function clickBy(id: string) {
  return { interactivity: { interactor: { id } } };
}

/** What is recorded, oldest first. */
export function recorded(bench: Bench): DeclaredShift[] {
  return [...bench.slack.items("declared_shifts").values()]
    .map((item) => declaredShifts.parse(item))
    .sort((a, b) => a.declared_at - b.declared_at);
}

/** Focus time of Ann's, from nine for an hour, unless told otherwise. */
export function declaredShift(
  fields: Partial<DeclaredShift> = {},
): DeclaredShift {
  return {
    id: "FxOld",
    person: "UANN",
    group: null,
    state: "focus",
    start: NOW,
    end: NOW + 3600,
    days: null,
    label: "",
    declared_by: "UANN",
    declared_at: NOW - 60,
    unconfirmed: false,
    ended: null,
    ...fields,
  };
}

/** Puts records there, as earlier steps would have. */
export function keep(bench: Bench, ...shifts: DeclaredShift[]): void {
  for (const shift of shifts) {
    const item = declaredShifts.format(shift);
    bench.slack.items("declared_shifts").set(shift.id, item);
  }
}

const PUT = "apps.datastore.put";

/** The declared shift with this id cannot be stored. */
export function failPut({ slack }: Bench, id: string): void {
  slack.before = ({ method, args }) => {
    const isIt = method === PUT && args.datastore === "declared_shifts" &&
      JSON.parse(String(args.item)).id === id;
    if (isIt) slack.fail({ method, error: "datastore_error" });
  };
}
