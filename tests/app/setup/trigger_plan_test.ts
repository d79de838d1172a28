import { assertEquals } from "@std/assert";
import { planTriggers } from "../../../app/setup/set_up_triggers.ts";
import type { ListedTrigger, TriggerPayload } from "../../../slack/triggers.ts";
import {
  HOME_BUTTONS,
  LINK_TRIGGERS,
  OPT_IN,
} from "../../../triggers/link_triggers.ts";
import { eventTriggers } from "../../../triggers/event_triggers.ts";
import { TALK_LINKS } from "../../../triggers/talk_links.ts";
import { scheduledSync } from "../../../triggers/scheduled_sync.ts";

const NOW = Date.parse("2026-03-02T08:07:00Z") / 1000;
const POLLS = scheduledSync(15, NOW);

/** The payload as Slack lists it once it is made. */
function listed(payload: TriggerPayload, id = payload.name): ListedTrigger {
  return {
    id,
    type: payload.type,
    name: payload.name,
    description: payload.description ?? "",
    workflow: payload.workflow.replace("#/workflows/", ""),
    app: "A1",
    url: payload.type === "shortcut" ? `https://slack.test/${id}` : null,
    schedule: payload.schedule ?? null,
    event: payload.event?.event_type ?? null,
    inputs: payload.inputs,
  };
}

const EVENTS = eventTriggers("UAPP");
const LINKS = [...LINK_TRIGGERS, ...HOME_BUTTONS, ...TALK_LINKS];
const ALL = [...LINKS, ...POLLS, ...EVENTS].map((each) => listed(each));
const NOTHING = {
  create: [],
  update: [],
  remove: [],
  events: { remove: [], create: [] },
};

const planFor = (
  triggers: ListedTrigger[],
  polls = POLLS,
  events: readonly TriggerPayload[] = EVENTS,
) => planTriggers({ links: LINKS, polls, events }, triggers);

Deno.test("all triggers are made at first; then there is nothing to do", () => {
  assertEquals(planFor([]), {
    ...NOTHING,
    create: [...LINKS, ...POLLS],
    events: { remove: [], create: EVENTS },
  });
  assertEquals(planFor(ALL), NOTHING);
});

Deno.test("a poll that began long ago counts as the same poll", () => {
  const later = scheduledSync(15, NOW + 40 * 86_400);
  assertEquals(planFor(ALL, later), NOTHING);
});

Deno.test("a link with another name or description is changed", () => {
  for (const change of [{ name: "Join" }, { description: "Other words" }]) {
    const others = ALL.filter(({ workflow }) => workflow !== "opt_in");
    const own = { ...listed(OPT_IN, "Ft1"), ...change };
    assertEquals(planFor([...others, own]), {
      ...NOTHING,
      update: [{ id: "Ft1", payload: OPT_IN }],
    });
  }
});

Deno.test("further links to a workflow are people's own and stay", () => {
  const own = { ...listed(OPT_IN, "Ft0"), name: "Our own link" };
  assertEquals(planFor([own, ...ALL]), NOTHING);
});

Deno.test("another poll interval makes what is missing and removes the rest", () => {
  const hourly = scheduledSync(60, NOW);
  assertEquals(planFor(ALL, hourly), {
    ...NOTHING,
    remove: POLLS.slice(1).map((each) => listed(each)),
  });
  const few = ALL.filter(({ name }) => !name.endsWith(":30"));
  assertEquals(planFor(few), { ...NOTHING, create: [POLLS[2]!] });
});

Deno.test("of two equal polls one is removed", () => {
  const [poll] = POLLS;
  const twin = listed(poll!, "Ft9");
  assertEquals(planFor([...ALL, twin]), { ...NOTHING, remove: [twin] });
});

Deno.test("one-off triggers and those of other workflows are left alone", () => {
  const once = {
    ...listed(POLLS[0]!, "Ft8"),
    name: "Handoff 2026-03-02T09:00:00Z",
    schedule: {
      start_time: "2026-03-02T09:00:01Z",
      timezone: "UTC",
      frequency: { type: "once" },
    },
  };
  const other = { ...listed(POLLS[0]!, "Ft7"), workflow: "weekly_digest" };
  assertEquals(planFor([...ALL, once, other]), NOTHING);
});

Deno.test("an event trigger that differs is made anew; without talking all of them go", () => {
  const [mention, ...others] = EVENTS;
  const former = [
    { ...listed(mention!), name: "Mentioned" },
    { ...listed(mention!), description: "of an earlier filter" },
    {
      ...listed(mention!),
      inputs: { ...mention!.inputs, app: { value: "UOLD" } },
    },
  ];
  for (const each of former) {
    const rest = ALL.filter(({ id }) => id !== mention!.name);
    assertEquals(planFor([...rest, each]), {
      ...NOTHING,
      events: { remove: [each], create: [mention!] },
    });
  }
  const twin = listed(others[0]!, "Ft9");
  assertEquals(planFor([...ALL, twin]).events, { remove: [twin], create: [] });
  assertEquals(planFor(ALL, POLLS, []).events, {
    remove: EVENTS.map((each) => listed(each)),
    create: [],
  });
});

Deno.test("event triggers of other workflows, and Slack's fuller list of inputs, change nothing", () => {
  const other = { ...listed(EVENTS[0]!, "Ft7"), workflow: "theirs" };
  const fuller = ALL.map((each) => ({
    ...each,
    inputs: Object.fromEntries(
      Object.entries(each.inputs).map(([name, input]) => [
        name,
        { ...input as { value: string }, locked: false, hidden: false },
      ]),
    ),
  }));
  assertEquals(planFor([...fuller, other]), NOTHING);
});
