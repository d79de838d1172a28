import { assert, assertEquals } from "@std/assert";
import { shiftlight } from "../../../packages/slack-box/shiftlight.ts";
import { at, onCall, person, scenario, unix } from "../day.ts";
import {
  inUnreadSession,
  type Item,
  type RunAnswer,
  type Session,
} from "../session.ts";
import { describe } from "./values.ts";

/** By the type of a field. The form itself refuses what is not listed here. */
const INSTEAD: Readonly<Record<string, readonly unknown[]>> = {
  "slack#/types/timestamp": [1e300, -1e300, -1, 0, 1e13, 9e9, 8.64e12 + 1],
  "slack#/types/date": ["9999-12-31", "0000-01-01", "0001-01-01", "2031-03-02"],
  "slack#/types/user_id": ["UHAL"],
  array: [[], Array(300).fill("on_call")],
  string: ["", "SREL1", "@release", "<!channel>", "x".repeat(3000)],
  boolean: [true],
};

interface Field {
  link: string;
  name: string;
  type: string;
}

/** Every field of every form, by the callback id of its workflow. */
function formFields(): Field[] {
  const { workflows = {} } = shiftlight.manifest;
  return Object.entries(workflows).flatMap(([link, { steps }]) =>
    steps.flatMap(({ inputs }) => {
      const fields = (inputs.fields ?? {}) as {
        elements?: { name: string; type: string }[];
      };
      return (fields.elements ?? []).map(({ name, type }) => ({
        link,
        name,
        type,
      }));
    })
  );
}

/** Answers for the fields that must be filled in. */
const REQUIRED: Readonly<Record<string, Record<string, unknown>>> = {
  opt_in: { states: ["focus"] },
  put_one_person_back: { person: "UHAL" },
  switch_mode: { mode: "enforce" },
};

/** Sends a form. @returns `null` if Slack's form does not accept the value. */
async function send(
  session: Session,
  { link, name }: Field,
  value: unknown,
): Promise<RunAnswer | null> {
  const triggers = await session.get<{ id: string; workflow: string }[]>(
    "/control/triggers",
  );
  const { id } = triggers.find(({ workflow }) => workflow === link)!;
  const form = { ...REQUIRED[link], [name]: value };
  const body = { user: "UVIC", form };
  const path = `/control/triggers/${id}/trip`;
  const response = await session.ask("POST", path, body);
  return response.ok ? await response.json() : null;
}

async function storedBy(session: Session): Promise<Item[][]> {
  const names = ["consents", "declared_shifts", "claims"];
  return await Promise.all(names.map((name) => session.items(name)));
}

Deno.test("an absurd value in a field of a form is answered, and stops no one", async () => {
  const people = [person("hal"), person("vic")];
  const day = scenario(people, [onCall("hal")], {
    operators: ["UVIC"],
    user_groups: [{ id: "SREL1", name: "release", members: ["UVIC"] }],
  });
  await inUnreadSession(day, async (session) => {
    await session.to(at("08:50"));
    let sent = 0;
    for (const field of formFields()) {
      for (const value of INSTEAD[field.type] ?? []) {
        const told = `${field.link}: ${describe([field.name], value)}`;
        const heard = (await session.messages("UVIC")).length;
        const stored = await storedBy(session);
        const run = await send(session, field, value);
        if (run === null) continue;
        sent++;
        if (run.status === "completed") {
          assert((await session.messages("UVIC")).length > heard, told);
        } else {
          // Slack shows the step's error to the person. Nothing is stored before it.
          const error = run.steps.at(-1)!.error!;
          assert(!error.includes("Invalid time value"), `${told}: ${error}`);
          assertEquals(await storedBy(session), stored, told);
        }
      }
    }
    assert(sent > 20, `${sent} forms`);
    await session.to(at("09:02"));
    assert((await session.status("UHAL")).text.startsWith("On call"));
    await session.to(at("17:01"));
    assertEquals((await session.status("UHAL")).text, "");
    const reports = await session.reports();
    assert(!reports.includes("Invalid time value"), reports);
    assert(!reports.includes("its run ended"), reports);
  }, { rates: "none" });
});

Deno.test("what lies more than two years away is refused, and nothing is stored", async () => {
  const forms: [string, Record<string, unknown>][] = [
    ["Start focus time", { until: 1e300 }],
    ["Start focus time", { until: 8.64e12 }],
    ["Take time off", { last_day: "9999-12-31" }],
    ["Take time off", { first_day: "0001-01-01" }],
    ["Declare a deploy freeze", { from: -1e300 }],
    ["Declare a deploy freeze", { until: unix("08:00", 733) }],
    ["Declare a deploy freeze", { from: 0, until: unix("09:00") }],
  ];
  await inUnreadSession(scenario([person("vic")], []), async (session) => {
    for (const [link, form] of forms) {
      const run = await session.trip(link, { user: "UVIC", form });
      assertEquals(run.status, "completed", JSON.stringify(form));
      const answer = (await session.messages("UVIC")).at(-1)!;
      assert(answer.includes("at most two years away"), answer);
      assertEquals(await session.items("declared_shifts"), []);
    }
    const form = { until: unix("08:00", 731) };
    await session.trip("Declare a deploy freeze", { user: "UVIC", form });
    assertEquals((await session.items("declared_shifts")).length, 1);
    await session.to(at("08:03"));
    assert((await session.status("UVIC")).text.startsWith("Deploy freeze"));
  }, { rates: "none" });
});
