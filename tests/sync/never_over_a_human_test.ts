import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  at,
  EMPTY,
  onCall,
  person,
  scenario,
  schedule,
  shift,
  unix,
} from "./day.ts";
import { inSession } from "./session.ts";

const LUNCH = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };
const ON_CALL = "On call for The on_call until 17:00";

function withLunch(on_own_status: string, expiration = 0) {
  return person("ann", {
    status: { ...LUNCH, expiration },
    consent: { on_own_status },
  });
}

Deno.test("defer waits until the person's own status is gone", async () => {
  const ann = withLunch("defer", unix("10:10"));
  await inSession(scenario([ann], [onCall("ann")]), async (session) => {
    await session.to(at("10:05"));
    assertEquals((await session.status("UANN")).text, "Lunch");
    await session.to(at("10:20"));
    assertEquals((await session.status("UANN")).text, ON_CALL);
    await session.to(at("17:05"));
    assertEquals(await session.status("UANN"), EMPTY);
  });
});

Deno.test("defer keeps waiting while one status of theirs follows another", async () => {
  await inSession(
    scenario([withLunch("defer")], [onCall("ann")]),
    async (session) => {
      await session.to(at("10:05"));
      await session.edit("UANN", "Nap", ":zzz:");
      await session.to(at("11:05"));
      assertEquals((await session.status("UANN")).text, "Nap");
      await session.edit("UANN", "", "");
      await session.to(at("11:20"));
      assertEquals((await session.status("UANN")).text, ON_CALL);
    },
  );
});

Deno.test("skip leaves the shift alone even when their status goes", async () => {
  await inSession(
    scenario([withLunch("skip")], [onCall("ann")]),
    async (session) => {
      await session.to(at("10:05"));
      await session.edit("UANN", "", "");
      await session.to(at("16:00"));
      assertEquals(await session.status("UANN"), EMPTY);
      await session.to(at("17:05"));
      assertEquals(await session.items("claims"), []);
    },
  );
});

Deno.test("skip counts for that shift alone", async () => {
  const two = schedule(
    "on_call",
    shift("ann", at("09:00"), at("11:00")),
    shift("ann", at("12:00"), at("14:00")),
  );
  await inSession(scenario([withLunch("skip")], [two]), async (session) => {
    await session.to(at("10:05"));
    await session.edit("UANN", "", "");
    await session.to(at("12:05"));
    assertEquals(
      (await session.status("UANN")).text,
      "On call for The on_call until 14:00",
    );
  });
});

Deno.test("replace has theirs on record before it is overwritten", async () => {
  await inSession(
    scenario([withLunch("replace")], [onCall("ann")]),
    async (session) => {
      await session.to(at("08:59"));
      // The write itself never arrives: what is on record then was there before it.
      await session.fault({ method: "users.profile.set", cut: "before" });
      await session.to(at("09:00:30"));
      assertEquals(await session.status("UANN"), LUNCH);
      const [claim] = await session.items("claims");
      assertStringIncludes(String(claim?.body), "Lunch");
      await session.to(at("09:20"));
      assertEquals((await session.status("UANN")).text, ON_CALL);
      await session.to(at("17:05"));
      assertEquals(await session.status("UANN"), LUNCH);
    },
  );
});

Deno.test("a changed answer about an own status counts from then on", async () => {
  await inSession(
    scenario([withLunch("skip")], [onCall("ann")]),
    async (session) => {
      await session.to(at("09:05"));
      const form = { states: ["on_call"], on_own_status: "replace" };
      await session.trip("Opt in", { user: "UANN", form });
      await session.to(at("09:20"));
      assertEquals((await session.status("UANN")).text, ON_CALL);
      await session.to(at("17:05"));
      assertEquals(await session.status("UANN"), LUNCH);
    },
  );
});

Deno.test("what looks like one of ours is left alone, even with replace", async () => {
  const status = { text: "On call for the kids until 8", emoji: ":baby:" };
  const ann = person("ann", { status, consent: { on_own_status: "replace" } });
  await inSession(scenario([ann], [onCall("ann")]), async (session) => {
    await session.to(at("12:00"));
    assertEquals((await session.status("UANN")).text, status.text);
    const told = (await session.reports()).split("looks like one of ours");
    assertEquals(told.length, 2);
    await session.to(at("18:00"));
    assertEquals((await session.status("UANN")).text, status.text);
    assertEquals(await session.items("claims"), []);
  });
});

Deno.test("what is set in the midst of a run is not overwritten", async () => {
  // One instant after another of a run's first seconds; only what falls between
  // the last read and the write itself may be lost.
  for (let ms = 0; ms < 3000; ms += 125) {
    await inSession(
      scenario([person("ann")], [onCall("ann")]),
      async (session) => {
        await session.to(at("08:59"));
        const { clock, state } = session.workspace;
        const own = { text: "Busy", emoji: ":bee:", expiration: 0 };
        let late = false;
        session.workspace.at(clock.now() + 60_000 + ms, () => {
          const ann = state.people.get("UANN")!;
          late = ann.status.text !== "";
          ann.status = own;
        });
        await session.to(at("09:05"));
        const log = (await session.requests()).log;
        const read = log.findLast((each) =>
          each.method === "users.profile.get"
        );
        const write = log.findLast((each) =>
          each.method === "users.profile.set"
        );
        const edited = unix("09:00") * 1000 + ms;
        const raced = !late && write !== undefined &&
          Date.parse(read!.at) <= edited && edited <= Date.parse(write.at);
        if (!raced) assertEquals(await session.status("UANN"), own);
        if (late) {
          await session.to(at("18:00"));
          assertEquals(await session.status("UANN"), own);
        }
      },
    );
  }
});
