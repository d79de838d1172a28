import {
  failed,
  fine,
  isOn,
  isOurs,
  itemsOf,
  type Mutant,
  personOf,
  profileOf,
  type ProfileStatus,
} from "./mutant.ts";

const NOTHING: ProfileStatus = {
  status_text: "",
  status_emoji: "",
  status_expiration: 0,
};

/** The app with eyes and hands that are not what they should be. */
export const PRESENCE_MUTANTS: Mutant[] = [
  {
    name: "a read that failed is taken for an empty status",
    breaks: ["never over a human", "exact restore"],
    make: () => async (call, pass) => {
      if (call.method !== "users.profile.get") return await pass();
      const empty = fine({ profile: NOTHING });
      const answer = await pass().catch(() => empty);
      return failed(answer) ? empty : answer;
    },
  },
  {
    name: "a status is told by its text alone",
    breaks: ["never over a human", "exact restore"],
    make: () => {
      const last = new Map<string, ProfileStatus>();
      return async (call, pass) => {
        const answer = await pass();
        const person = personOf(call);
        const { profile } = answer.body;
        if (call.method === "users.profile.set" && profile) {
          last.set(person, profileOf(answer.body));
        }
        const ours = last.get(person);
        const alike = call.method === "users.profile.get" && profile && ours &&
          profileOf(answer.body).status_text === ours.status_text;
        return alike ? fine({ profile: ours }) : answer;
      };
    },
  },
  {
    name: "the expiry is dropped",
    breaks: ["exact restore"],
    make: () => async (call, pass) => {
      if (call.method !== "users.profile.set") return await pass();
      const profile = { ...profileOf(call.args), status_expiration: 0 };
      return await pass({ ...call.args, profile });
    },
  },
  {
    name: "what is given back loses its expiry",
    breaks: ["exact restore"],
    make: () => async (call, pass) => {
      const given = profileOf(call.args);
      if (call.method !== "users.profile.set" || isOurs(given)) {
        return await pass();
      }
      const profile = { ...given, status_expiration: 0 };
      return await pass({ ...call.args, profile });
    },
  },
  {
    name: "a cleared status is overwritten",
    breaks: ["yield", "never over a human", "exact restore"],
    make: () => {
      const ours = new Map<string, ProfileStatus>();
      return async (call, pass) => {
        const answer = await pass();
        const person = personOf(call);
        const profile = profileOf(answer.body);
        if (call.method === "users.profile.set" && !failed(answer)) {
          if (isOurs(profile)) ours.set(person, profile);
          else ours.delete(person);
        }
        const cleared = call.method === "users.profile.get" &&
          !failed(answer) && !profile.status_text && ours.has(person);
        return cleared ? fine({ profile: ours.get(person) }) : answer;
      };
    },
  },
  {
    name: "a lost answer is taken for a refusal",
    breaks: ["exact restore", "convergence", "accountable"],
    make: () => async (call, pass) => {
      if (call.method !== "users.profile.set") return await pass();
      const refused = { ok: false, error: "profile_set_failed" };
      return await pass().catch(() => ({ status: 200, body: refused }));
    },
  },
  {
    name: "one person's refusal stops everybody else",
    breaks: ["convergence", "isolation"],
    make: () => {
      let stopped = "";
      return async (call, pass) => {
        if (call.method !== "users.profile.set") return await pass();
        const person = personOf(call);
        if (stopped !== "" && stopped !== person) {
          const error = "profile_set_failed";
          return { status: 200, body: { ok: false, error } };
        }
        const answer = await pass();
        stopped = failed(answer) ? person : stopped === person ? "" : stopped;
        return answer;
      };
    },
  },
  {
    name: "everybody is taken to allow everything",
    breaks: ["consent"],
    make: () => async (call, pass) => {
      const answer = await pass();
      if (!isOn(call, "consents", "bulkGet", "query")) return answer;
      const items = itemsOf(answer.body).map((item) => ({
        ...item,
        states: ["on_call", "pto", "deploy_freeze", "focus"],
        dnd: true,
        presence: true,
      }));
      return { ...answer, body: { ...answer.body, items } };
    },
  },
  {
    name: "everybody is taken to say replace",
    breaks: ["never over a human"],
    make: () => async (call, pass) => {
      const answer = await pass();
      if (!isOn(call, "consents", "bulkGet", "query")) return answer;
      const items = itemsOf(answer.body)
        .map((item) => ({ ...item, on_own_status: "replace" }));
      return { ...answer, body: { ...answer.body, items } };
    },
  },
  {
    name: "a snooze outlasts the shift",
    breaks: ["exact restore"],
    make: () => async (call, pass) =>
      call.method === "dnd.setSnooze"
        ? await pass({ ...call.args, num_minutes: 600 })
        : await pass(),
  },
  {
    name: "their own snooze is not looked at",
    breaks: ["never over a human", "exact restore", "yield"],
    make: () => async (call, pass) => {
      const answer = await pass();
      return call.method === "dnd.info" && !failed(answer)
        ? fine({ snooze_enabled: false })
        : answer;
    },
  },
  {
    name: "a roster that cannot be read is taken for an empty one",
    breaks: ["unreadable is not empty"],
    make: () => async (call, pass) => {
      const vendor = call.method === "pagerduty" || call.method === "json";
      if (!vendor) return await pass();
      const answer = await pass().catch(() => null);
      if (answer?.status === 200) return answer;
      const id = /schedules\/(\w+)/.exec(String(call.args.path))?.[1];
      const final_schedule = { rendered_schedule_entries: [] };
      const body = {
        ...{ oncalls: [], limit: 100, offset: 0, more: false },
        ...{ version: 1, schedules: [], shifts: [] },
        schedule: { id, summary: id, name: id, final_schedule },
      };
      return { status: 200, body };
    },
  },
];
