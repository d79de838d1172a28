import {
  failed,
  fine,
  isOn,
  isOurs,
  itemsOf,
  type Mutant,
  profileOf,
  statusOf,
  withStatus,
} from "./mutant.ts";

/** The app with records that are not what they should be. */
export const RECORD_MUTANTS: Mutant[] = [
  {
    name: "the prior is recorded after the write",
    breaks: ["exact restore", "never over a human"],
    make: () => async (call, pass) => {
      if (!isOn(call, "claims", "bulkPut")) return await pass();
      const early = itemsOf(call.args).some((item) =>
        statusOf(item)?.phase === "intent"
      );
      return early
        ? fine({ datastore: "claims", failed_items: [] })
        : await pass();
    },
  },
  {
    name: "what is ours is taken for the prior after a crash",
    breaks: ["exact restore"],
    make: () => async (call, pass) => {
      const answer = await pass();
      if (!isOn(call, "claims", "bulkGet", "query")) return answer;
      const items = itemsOf(answer.body).map((item) => {
        const status = statusOf(item);
        return status?.phase === "intent"
          ? withStatus(item, { ...status, prior: status.wanted })
          : item;
      });
      return { ...answer, body: { ...answer.body, items } };
    },
  },
  {
    name: "what could not be stored in part is taken for stored",
    breaks: ["exact restore", "consent", "accountable", "convergence"],
    make: () => async (call, pass) => {
      const answer = await pass();
      if (answer.body.error !== "partial_failure") return answer;
      return fine({
        datastore: call.args.datastore,
        failed_items: [],
        ids: [],
      });
    },
  },
  {
    name: "the consent is not read again",
    breaks: ["consent", "exact restore", "unreadable is not empty"],
    make: () => {
      const known = new Map<string, Record<string, unknown>>();
      return async (call, pass) => {
        const answer = await pass();
        const read = isOn(call, "consents", "bulkGet", "query");
        if (!read || failed(answer)) return answer;
        const items = itemsOf(answer.body);
        for (const item of items) {
          const key = `${call.execution} ${item.person}`;
          if (!known.has(key)) known.set(key, item);
        }
        const stale = items.map((item) =>
          known.get(`${call.execution} ${item.person}`)!
        );
        return fine({ ...answer.body, items: stale });
      };
    },
  },
  {
    name: "opting out is not recorded",
    breaks: ["consent"],
    make: () => async (call, pass) => {
      if (isOn(call, "consents", "bulkDelete")) {
        return fine({ datastore: "consents", ids: [] });
      }
      const item = call.args.item as { withdrawn_at?: number } | undefined;
      const buries = isOn(call, "consents", "put") && item?.withdrawn_at;
      return buries ? fine({ datastore: "consents", item }) : await pass();
    },
  },
  {
    name: "the audit entry is skipped when something is given back",
    breaks: ["accountable"],
    make: () => async (call, pass) => {
      if (!isOn(call, "audit_log", "bulkPut")) return await pass();
      const items = itemsOf(call.args)
        .filter(({ action }) => action !== "restore");
      if (items.length > 0) return await pass({ ...call.args, items });
      return fine({ datastore: "audit_log", failed_items: [] });
    },
  },
  {
    name: "what was not done is on the audit log",
    breaks: ["accountable"],
    make: () => async (call, pass) => {
      if (call.method !== "users.profile.set") return await pass();
      return isOurs(profileOf(call.args))
        ? await pass()
        : fine({ profile: call.args.profile });
    },
  },
  {
    name: "the lease is ignored and claims are written blindly",
    breaks: ["one writer"],
    make: () => {
      const leases = new Map<string, unknown>();
      return async (call, pass) => {
        const { args, execution } = call;
        const item = args.item as Record<string, unknown> | undefined;
        if (isOn(call, "runs", "put") && item?.id === "lease") {
          leases.set(execution, item);
          return fine({ datastore: "runs", item });
        }
        if (isOn(call, "runs", "get") && args.id === "lease") {
          return fine({ datastore: "runs", item: leases.get(execution) ?? {} });
        }
        const answer = await pass();
        if (!isOn(call, "claims", "bulkGet", "query")) return answer;
        const items = itemsOf(answer.body).map((each) => {
          const body = JSON.parse(String(each.body));
          body.written_by = execution;
          return { ...each, body: JSON.stringify(body) };
        });
        return { ...answer, body: { ...answer.body, items } };
      };
    },
  },
  {
    name: "who changed it is forgotten",
    breaks: ["yield"],
    make: () => async (call, pass) => {
      const answer = await pass();
      if (!isOn(call, "claims", "bulkGet", "query")) return answer;
      const items = itemsOf(answer.body)
        .filter((item) => statusOf(item)?.phase !== "yielded");
      return { ...answer, body: { ...answer.body, items } };
    },
  },
  {
    name: "a step fails now and then for nothing",
    breaks: ["isolation"],
    make: () => {
      let read = 0;
      return async (call, pass) => {
        const answer = await pass();
        if (!isOn(call, "roster_snapshots", "bulkGet")) return answer;
        const lost = ++read % 5 === 0;
        return lost ? fine({ ...answer.body, items: [] }) : answer;
      };
    },
  },
];
