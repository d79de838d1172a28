import { UNKNOWN_VERSION } from "../troubles.ts";
import {
  type Args,
  bodyOf,
  failed,
  fine,
  isOn,
  itemsOf,
  type Mutant,
  withBody,
} from "./mutant.ts";

/** The app that does too much, too late, or without a brake. */
export const QUIET_MUTANTS: Mutant[] = [
  {
    name: "what is left alone keeps every poll busy",
    breaks: ["quiet"],
    make: () => {
      const leftAlone = new Set<unknown>();
      return async (call, pass) => {
        if (isOn(call, "claims", "bulkPut")) {
          for (const item of itemsOf(call.args)) {
            if (isLeftAlone(bodyOf(item))) leftAlone.add(item.person);
            else leftAlone.delete(item.person);
          }
        }
        if (!isOn(call, "runs", "bulkPut") || leftAlone.size === 0) {
          return await pass();
        }
        const items = itemsOf(call.args).map((item) =>
          item.id === "checkpoint" ? withBody(item, { open: true }) : item
        );
        return await pass({ ...call.args, items });
      };
    },
  },
  {
    name: "any number of early ends is taken for confirmed",
    breaks: ["early ends"],
    make: () => {
      const people = new Set<unknown>();
      return async (call, pass) => {
        const answer = await pass();
        if (isOn(call, "claims", "bulkGet", "query")) {
          for (const { person } of itemsOf(answer.body)) people.add(person);
        }
        const ids = (call.args.ids ?? []) as string[];
        const asked = isOn(call, "runs", "bulkGet") &&
          ids.includes("early_ends") && !failed(answer);
        if (!asked) return answer;
        const others = itemsOf(answer.body)
          .filter(({ id }) => id !== "early_ends");
        const items = [...others, confirmed([...people].sort())];
        return { ...answer, body: { ...answer.body, items } };
      };
    },
  },
  {
    name: "ends that were held back stay on record",
    breaks: ["early ends", "convergence"],
    make: () => async (call, pass) => {
      const ids = (call.args.ids ?? []) as string[];
      return isOn(call, "runs", "bulkDelete") && ids.includes("early_ends")
        ? fine({ datastore: "runs", ids })
        : await pass();
    },
  },
  {
    name: "what a dead run left waits for the next poll",
    breaks: ["convergence"],
    make: () => async (call, pass) =>
      call.method === "workflows.triggers.create" &&
        call.args.name === "Go on with a run"
        ? fine({ trigger: { id: "Ft0" } })
        : await pass(),
  },
  {
    name: "a claim that cannot be read is taken for none",
    breaks: ["consent", "convergence", "exact restore", "never over a human"],
    make: () => async (call, pass) => {
      const answer = await pass();
      if (!isOn(call, "claims", "bulkGet", "query") || failed(answer)) {
        return answer;
      }
      const items = itemsOf(answer.body)
        .filter(({ schema_version }) => schema_version !== UNKNOWN_VERSION);
      return { ...answer, body: { ...answer.body, items } };
    },
  },
  {
    name: "handoffs count as booked though Slack did not list them",
    breaks: ["handoffs"],
    make: () => {
      let wanted = "none";
      return async (call, pass) => {
        if (!isOn(call, "runs", "bulkPut")) return await pass();
        const items = itemsOf(call.args).map((item) => {
          if (item.id === "checkpoint") wanted = String(bodyOf(item).handoffs);
          return item.id === "booked"
            ? withBody(item, { handoffs: wanted, failures: 0 })
            : item;
        });
        return await pass({ ...call.args, items });
      };
    },
  },
  {
    name: "what is declared has no handoffs",
    breaks: ["handoffs"],
    make: () => {
      const declared = new Set<number>();
      return async (call, pass) => {
        if (isOn(call, "declared_shifts", "bulkPut", "put")) {
          const item = call.args.item as Args | undefined;
          for (const each of item ? [item] : itemsOf(call.args)) {
            declared.add(Number(each.start)).add(Number(each.end));
          }
        }
        const at = Date.parse(String(call.args.name).replace("Handoff ", ""));
        const lost = call.method === "workflows.triggers.create" &&
          declared.has(at / 1000);
        return lost ? fine({ trigger: { id: "Ft0" } }) : await pass();
      };
    },
  },
  {
    name: "what lies far ahead is never booked",
    breaks: ["handoffs"],
    make: () => async (call, pass) => {
      if (!isOn(call, "runs", "bulkPut")) return await pass();
      const items = itemsOf(call.args).map((item) =>
        item.id === "checkpoint" ? withBody(item, { book_at: null }) : item
      );
      return await pass({ ...call.args, items });
    },
  },
];

/** Whether a claim has no part of ours, but a shift that its person declined. */
function isLeftAlone(body: Args): boolean {
  const { status, suppressed } = body;
  const { phase } = (status ?? {}) as { phase?: string };
  return phase === "yielded" || phase === "skipped" ||
    ((suppressed ?? []) as unknown[]).length > 0;
}

/** A record of early ends that an operator has confirmed for ever. */
function confirmed(people: unknown[]): Args {
  const body = {
    id: "early_ends",
    people,
    active: people.length,
    held_at: 0,
    confirmed_by: "UOPS",
    confirmed_at: 4_000_000_000,
  };
  return { id: "early_ends", schema_version: 1, body: JSON.stringify(body) };
}
