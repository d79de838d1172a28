import { assert, assertEquals } from "@std/assert";
import manifest from "../../manifest.ts";
import { LINK_TRIGGERS, SET_UP } from "../../triggers/link_triggers.ts";
import { scheduledSync } from "../../triggers/scheduled_sync.ts";

const NOW = Date.parse("2026-03-02T08:07:00Z") / 1000;

Deno.test("every trigger starts a workflow of the app, with what that needs", () => {
  const triggers = [SET_UP, ...LINK_TRIGGERS, ...scheduledSync(15, NOW)];
  for (const { name, workflow, inputs } of triggers) {
    const id = workflow.replace("#/workflows/", "");
    const definition = manifest.workflows?.[id];
    assert(definition, `${name}: no workflow ${id}`);
    const parameters = definition.input_parameters;
    const required = (parameters?.required ?? []) as unknown as string[];
    const given = Object.keys(inputs);
    assertEquals(required.filter((each) => !given.includes(each)), [], name);
    const known = Object.keys(parameters?.properties ?? {});
    assertEquals(given.filter((each) => !known.includes(each)), [], name);
  }
});

Deno.test("no two triggers share a name", () => {
  const names = [SET_UP, ...LINK_TRIGGERS].map(({ name }) => name);
  assertEquals(names.length, new Set(names).size);
});

Deno.test("a poll of 15 minutes takes four hourly triggers, each in the future", () => {
  const starts = (minutes: number) =>
    scheduledSync(minutes, NOW).map(({ schedule }) => schedule.start_time);
  assertEquals(starts(15), [
    "2026-03-02T09:00:00.000Z",
    "2026-03-02T08:15:00.000Z",
    "2026-03-02T08:30:00.000Z",
    "2026-03-02T08:45:00.000Z",
  ]);
  assertEquals(starts(60), ["2026-03-02T09:00:00.000Z"]);
  // Slack's samples leave a minute at least.
  const soon = scheduledSync(60, NOW - 7 * 60 - 30).at(0);
  assertEquals(soon?.schedule.start_time, "2026-03-02T09:00:00.000Z");
});
