import { assertEquals } from "@std/assert";
import { at, person, scenario, schedule, shift, unix } from "./day.ts";
import { type Fault, inSession, type PersonState, Session } from "./session.ts";

const FIVE = ["ann", "bob", "cat", "dan", "eve"];

/** Five people, each with something else to lose. */
function fivePeople() {
  const lunch = { text: "Lunch & <more>", emoji: ":sandwich:" };
  const priors: Parameters<typeof person>[1][] = [
    {},
    { status: lunch },
    { snooze_until: unix("10:00") },
    { status: { ...lunch, expiration: unix("20:00") } },
    { manual_away: true },
  ];
  const people = FIVE.map((name, index) =>
    person(name, { ...priors[index], consent: { on_own_status: "replace" } })
  );
  const pto = schedule(
    "pto",
    ...FIVE.map((name) => shift(name, at("09:00"), at("11:00"))),
  );
  return scenario(people, [pto]);
}

/** What everybody must have again, the snooze that ends by itself apart. */
function given(people: PersonState[]) {
  return people.map(({ name, status, presence }) => ({
    name,
    status,
    presence,
  }));
}

async function assertShown(session: Session, told: string): Promise<void> {
  for (const { name, status, presence } of await session.people()) {
    assertEquals(status.text, "On leave until 11:00", `${name}: ${told}`);
    assertEquals(presence.manual_away, true, `${name}: ${told}`);
  }
}

async function assertGiven(
  session: Session,
  before: PersonState[],
  told: string,
): Promise<void> {
  const after = await session.people();
  assertEquals(given(after), given(before), told);
  assertEquals(after.some((each) => each.dnd.snooze_enabled), false, told);
  assertEquals(await session.items("claims"), [], told);
}

/** How many calls the functions make in the poll at `time`. */
async function callsAt(time: string, until: string): Promise<number> {
  const session = new Session(fivePeople());
  await session.to(at(time));
  await session.countAnew();
  await session.to(at(until));
  const { by_method } = await session.requests();
  session.close();
  return Object.entries(by_method)
    .filter(([method]) => !method.startsWith("functions.complete"))
    .reduce((sum, [, count]) => sum + count, 0);
}

Deno.test("a start killed at any of its calls is right after two more polls", async () => {
  const calls = await callsAt("08:59", "09:10");
  for (let after = 1; after <= calls; after++) {
    await inSession(fivePeople(), async (session) => {
      const before = await session.people();
      await session.to(at("08:59"));
      await session.kill(after);
      await session.to(at("09:31"));
      await assertShown(session, `killed at call ${after}`);
      await session.to(at("11:05"));
      await assertGiven(session, before, `killed at call ${after}`);
    });
  }
});

Deno.test("an end killed at any of its calls is right after two more polls", async () => {
  const calls = await callsAt("10:59", "11:10");
  for (let after = 1; after <= calls; after++) {
    await inSession(fivePeople(), async (session) => {
      const before = await session.people();
      await session.to(at("10:59"));
      await session.kill(after);
      await session.to(at("11:31"));
      await assertGiven(session, before, `killed at call ${after}`);
    });
  }
});

const CUTS: Fault["method"][] = [
  "users.profile.set",
  "dnd.setSnooze",
  "users.setPresence",
  "apps.datastore.bulkPut",
  "apps.datastore.bulkDelete",
  "apps.datastore.bulkGet",
];

Deno.test("a call cut before or after it was done is right after two more polls", async () => {
  for (const method of CUTS) {
    for (const cut of ["before", "after"] as const) {
      for (const times of [1, 4]) {
        await inSession(fivePeople(), async (session) => {
          const told = `${method} cut ${cut} x${times}`;
          const before = await session.people();
          await session.to(at("08:59"));
          await session.fault({ method, cut, times });
          await session.to(at("09:05"));
          await session.clearFaults();
          await session.to(at("09:31"));
          await assertShown(session, told);
          await session.to(at("10:59"));
          await session.fault({ method, cut, times });
          await session.to(at("11:05"));
          await session.clearFaults();
          await session.to(at("11:31"));
          await assertGiven(session, before, told);
        });
      }
    }
  }
});

Deno.test("an edit after a write whose answer was lost is the person's own", async () => {
  for (const time of ["08:59", "10:59"]) {
    await inSession(fivePeople(), async (session) => {
      await session.to(at(time));
      await session.fault({
        method: "users.profile.set",
        cut: "after",
        times: 5,
      });
      await session.to(at(time === "08:59" ? "09:05" : "11:05"));
      await session.edit("UANN", "Busy", ":bee:");
      await session.edit("UBOB", "", "");
      await session.to(at("13:05"));
      assertEquals((await session.status("UANN")).text, "Busy");
      assertEquals((await session.status("UBOB")).text, "");
      assertEquals((await session.status("UDAN")).text, "Lunch & <more>");
      assertEquals(await session.items("claims"), []);
    });
  }
});

Deno.test("an extension that never arrived is made up for once the roster can be read again", async () => {
  const until = (end: string) => [
    schedule("pto", shift("ann", at("09:00"), at(end))),
  ];
  await inSession(
    scenario([person("ann")], until("17:00")),
    async (session) => {
      await session.to(at("09:05"));
      await session.roster(until("19:00"));
      await session.fault({ method: "users.profile.set", cut: "before" });
      await session.to(at("09:20"));
      await session.fault({ method: "pagerduty", status: 500, times: 10_000 });
      await session.to(at("09:35"));
      await session.clearFaults();
      await session.to(at("10:05"));
      const { text, expiration } = await session.status("UANN");
      assertEquals(text, "On leave until 19:00");
      assertEquals(expiration > unix("19:00"), true);
    },
  );
});

Deno.test("two syncs at once do what one does", async () => {
  for (const lead of [0, 1, 40, 80, 200, 500, 900, 1500]) {
    await inSession(fivePeople(), async (session) => {
      const before = await session.people();
      const { clock } = session.workspace;
      for (
        const [time, shown] of [["09:00", true], ["11:00", false]] as const
      ) {
        await session.to(at(time));
        // The poll of that minute is over: both of these are tripped by hand.
        const trip = () => session.trip("Sync now", { user: "UANN" });
        const later = async () => {
          await session.send("POST", "/control/clock", {
            advance_seconds: lead / 1000,
          });
          return await trip();
        };
        await Promise.all([trip(), lead === 0 ? trip() : later()]);
        if (shown) await assertShown(session, `${lead} ms apart`);
        else await assertGiven(session, before, `${lead} ms apart`);
      }
      assertEquals(clock.now() < unix("11:10") * 1000, true);
    });
  }
});
