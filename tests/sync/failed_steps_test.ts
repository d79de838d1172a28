import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { at, onCall, person, scenario, schedule, shift } from "./day.ts";
import { inSession, type Session } from "./session.ts";

/** Times in this zone cannot be told while `work` lasts, although the runtime knows its name. */
async function withoutZone(
  zone: string,
  work: () => Promise<void>,
): Promise<void> {
  const { DateTimeFormat } = Intl;
  Intl.DateTimeFormat = new Proxy(DateTimeFormat, {
    construct(target, [locale, options]) {
      const formats = Object.keys(options ?? {}).length > 1;
      if (formats && options.timeZone === zone) {
        throw new RangeError("Invalid time value");
      }
      return new target(locale, options);
    },
  });
  try {
    await work();
  } finally {
    Intl.DateTimeFormat = DateTimeFormat;
  }
}

function breakSnapshots({ workspace: { state } }: Session): void {
  const { items } = state.datastores.get("roster_snapshots")!;
  for (const [key, item] of [...items]) items.set(key, { ...item, body: "?" });
}

/** How many messages of the report channel say this. */
async function toldOf(session: Session, text: string): Promise<number> {
  const messages = await session.messages("CREPORTS");
  return messages.filter((each) => each.includes(text)).length;
}

Deno.test("a person for whom planning fails gets a failed result by name, and everybody else is served", async () => {
  const people = [
    person("ann"),
    person("kat", { tz: "Asia/Kathmandu" }),
    person("bob"),
  ];
  const names = ["ann", "bob", "kat"];
  await withoutZone("Asia/Kathmandu", async () => {
    await inSession(scenario(people, [onCall(...names)]), async (session) => {
      await session.to(at("09:01"));
      const texts = async () =>
        (await session.people()).map(({ status }) => status.text !== "");
      assertEquals(await texts(), [true, false, true]);
      const line = (await session.reports()).split("\n")
        .find((each) => each.includes("kat"));
      assertStringIncludes(line ?? "", "could not be planned");
      assertStringIncludes(line ?? "", "Invalid time value");
      await session.to(at("17:01"));
      assertEquals(await texts(), [false, false, false]);
      assertEquals(await toldOf(session, "could not be planned"), 1);
      assertEquals(await toldOf(session, "its run ended"), 0);
    });
  });
});

Deno.test("a step that fails for all is told to the report channel, once while it lasts", async () => {
  const day = scenario([person("ann")], [onCall("ann")]);
  await inSession(day, async (session) => {
    await session.to(at("08:46"));
    const method = "apps.datastore.query";
    await session.fault({ method, error: "datastore_error", times: 10_000 });
    const runs = await session.to(at("10:01"));
    assert(runs.filter(({ status }) => status === "failed").length >= 4);
    const text =
      "the step _Restore statuses_ failed, and its run ended: apps.datastore.query: datastore_error";
    assertEquals(await toldOf(session, text), 1);
    await session.clearFaults();
    await session.to(at("10:16"));
    assertStringIncludes((await session.status("UANN")).text, "On call");
    const over = "the step Restore statuses: over after";
    assertEquals(await toldOf(session, over), 1);
    // The same failure counts as another one a day later.
    await session.to(at("10:20", 1));
    await session.fault({ method, error: "datastore_error", times: 10_000 });
    await session.roster([schedule("pto", shift("ann", at("08:00", 1), null))]);
    await session.to(at("10:46", 1));
    assertEquals(await toldOf(session, text), 2);
  });
});

Deno.test("a roster snapshot that breaks in mid-run is told, and the next poll makes up for it", async () => {
  const day = scenario([person("ann")], [onCall("ann")]);
  await inSession(day, async (session) => {
    await session.to(at("08:46"));
    for (let ms = 0; ms < 3000; ms += 50) {
      const instant = Date.parse(at("09:00")) + ms;
      session.workspace.at(instant, () => breakSnapshots(session));
    }
    await session.to(at("09:01"));
    assertEquals(await toldOf(session, "body: not valid JSON"), 1);
    await session.to(at("09:16"));
    assertStringIncludes((await session.status("UANN")).text, "On call");
  });
});

Deno.test("people who are waited for are served although the snapshot of their poll is broken", async () => {
  const status = { text: "Lunch", emoji: ":sandwich:" };
  const day = scenario([person("ann", { status })], [onCall("ann")]);
  await inSession(day, async (session) => {
    await session.to(at("09:31"));
    breakSnapshots(session);
    await session.edit("UANN", "", "");
    await session.to(at("09:46"));
    assertEquals(await toldOf(session, "the step _Set statuses_ failed"), 1);
    await session.to(at("10:01"));
    assertStringIncludes((await session.status("UANN")).text, "On call");
  });
});

Deno.test("a report that cannot be posted is not told as a failed step", async () => {
  const day = scenario([person("ann")], [onCall("ann")]);
  await inSession(day, async (session) => {
    await session.to(at("08:46"));
    const method = "chat.postMessage";
    await session.fault({ method, error: "not_in_channel", times: 1 });
    await session.to(at("09:16"));
    assertEquals(await toldOf(session, "its run ended"), 0);
    assertEquals(await toldOf(session, "until 17:00 (on"), 1);
  });
});
