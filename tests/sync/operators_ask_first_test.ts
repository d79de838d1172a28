import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { at, EMPTY, onCall, person, scenario, schedule, shift } from "./day.ts";
import { inSession, type Session } from "./session.ts";

const OPS = "UOPS";

const NAMES = Array.from({ length: 14 }, (_, index) => `p${index + 10}`);

/** Fourteen people, and two operators. */
function people() {
  return [
    ...NAMES.map((name) => person(name)),
    person("ops", { consent: null }),
    person("sue", { consent: null }),
  ];
}

/** All of them on call from nine to five; it is five past nine. */
async function onCallDay(
  play: (session: Session) => Promise<void>,
  schedules = [onCall(...NAMES)],
): Promise<void> {
  const day = scenario(people(), schedules, { operators: [OPS, "USUE"] });
  await inSession(day, async (session) => {
    await session.to(at("09:05"));
    await play(session);
  });
}

/** Opens a link that asks first, and answers with the last message. */
async function open(
  session: Session,
  link: string,
  choice?: "show" | "do",
  user = OPS,
): Promise<string> {
  const form = choice === undefined ? undefined : { choice };
  return await session.click(link, user, form);
}

async function shown(session: Session): Promise<number> {
  const all = await session.people();
  return all.filter(({ status }) => status.emoji !== "").length;
}

async function mode(session: Session): Promise<unknown> {
  const records = await session.items("runs");
  return records.find(({ id }) => id === "mode")?.body;
}

Deno.test("Restore everyone, sent as its form opens, shows whom it concerns and changes nothing", async () => {
  await onCallDay(async (session) => {
    const reports = await session.messages("CREPORTS");
    const asked = await open(session, "Restore everyone");
    assertStringIncludes(
      asked,
      "*Restore everyone* would restore 14 people: p10, p11, p12, p13, p14, p15, p16, p17, p18, p19 … and 4 more.",
    );
    assertStringIncludes(asked, "what they had before: status of 14.");
    assertStringIncludes(asked, "Nothing has been changed yet.");
    assert(/open <https:\/\/\S+\|Restore everyone> within/.test(asked), asked);
    assertEquals(await shown(session), 14);
    assertEquals(await mode(session), undefined);
    assertEquals(await session.messages("CREPORTS"), reports);
  });
});

Deno.test("once shown, the operator goes on, and everyone is restored", async () => {
  await onCallDay(async (session) => {
    await open(session, "Restore everyone", "show");
    await session.to(at("09:10"));
    const done = await open(session, "Restore everyone", "do");
    assertStringIncludes(done, "Restored: 14 people.");
    assertStringIncludes(done, "p10, p11");
    assertStringIncludes(done, "… and 4 more");
    assertEquals(await shown(session), 0);
  });
});

Deno.test("who was not shown, or not lately, is asked first", async () => {
  await onCallDay(async (session) => {
    const never = await open(session, "Restore everyone", "do");
    assertStringIncludes(never, "in the last ten minutes");
    assertStringIncludes(never, "would restore 14 people");
    assertEquals(await shown(session), 14);
    await session.to(at("09:16"));
    const late = await open(session, "Restore everyone", "do");
    assertStringIncludes(late, "in the last ten minutes");
    const other = await open(session, "Restore everyone", "do", "USUE");
    assertStringIncludes(other, "in the last ten minutes");
    assertEquals(await shown(session), 14);
    await session.to(at("09:20"));
    const done = await open(session, "Restore everyone", "do");
    assertStringIncludes(done, "Restored: 14 people.");
  });
});

Deno.test("if other people are concerned meanwhile, the operator is asked again", async () => {
  const later = schedule("pto", shift("p23", at("09:12"), at("17:00")));
  await onCallDay(async (session) => {
    const first = await open(session, "Restore everyone");
    assertStringIncludes(first, "would restore 13 people");
    await session.to(at("09:14"));
    const again = await open(session, "Restore everyone", "do");
    assertStringIncludes(again, "other people are concerned now");
    assertStringIncludes(again, "would restore 14 people");
    assertEquals(await shown(session), 14);
    const done = await open(session, "Restore everyone", "do");
    assertStringIncludes(done, "Restored: 14 people.");
  }, [onCall(...NAMES.slice(0, 13)), later]);
});

Deno.test("fewer people than were shown are no reason to ask again", async () => {
  const short = schedule("pto", shift("p23", at("09:00"), at("09:08")));
  await onCallDay(async (session) => {
    await open(session, "Restore everyone");
    await session.to(at("09:12"));
    assertEquals(await shown(session), 13);
    const done = await open(session, "Restore everyone", "do");
    assertStringIncludes(done, "Restored: 13 people.");
  }, [onCall(...NAMES.slice(0, 13)), short]);
});

Deno.test("a person who is no operator is shown nobody", async () => {
  await onCallDay(async (session) => {
    for (const link of ["Restore everyone", "Confirm early ends"]) {
      for (const choice of ["show", "do"] as const) {
        const told = await open(session, link, choice, "UP12");
        assert(told.startsWith("Only operators may do this"), told);
        assert(!told.includes("p13"), told);
      }
    }
    assertEquals(await shown(session), 14);
  });
});

Deno.test("Confirm early ends shows whose shifts would end, and then ends them", async () => {
  await onCallDay(async (session) => {
    assertEquals(
      await open(session, "Confirm early ends"),
      "Nothing is waiting for confirmation.",
    );
    await session.roster([onCall()]);
    await session.to(at("09:31"));
    const asked = await open(session, "Confirm early ends");
    assertStringIncludes(
      asked,
      "would end the shifts of 14 people before their recorded end, of 14 who showed a shift when they were held back: p10, ",
    );
    assertStringIncludes(asked, "… and 4 more");
    assertEquals(await shown(session), 14);
    await session.to(at("09:35"));
    assertEquals(await shown(session), 14);
    const done = await open(session, "Confirm early ends", "do");
    assertStringIncludes(done, "Confirmed for 14 people");
    assertStringIncludes(done, "p10, p11");
    assertEquals(await session.status("UP10"), EMPTY);
    assertEquals(await shown(session), 0);
  });
});

Deno.test("early ends of other people than were shown are asked about again", async () => {
  await onCallDay(async (session) => {
    await session.roster([onCall(...NAMES.slice(0, 4))]);
    await session.to(at("09:31"));
    const first = await open(session, "Confirm early ends");
    assertStringIncludes(first, "the shifts of 10 people");
    await session.roster([onCall()]);
    await session.to(at("09:40"));
    await session.trip("Sync now", { user: OPS });
    await session.trip("Sync now", { user: OPS });
    const again = await open(session, "Confirm early ends", "do");
    assertStringIncludes(again, "other people are concerned now");
    assertStringIncludes(again, "the shifts of 14 people");
    assertEquals(await shown(session), 14);
  });
});
