import { assert, assertEquals, assertStringIncludes } from "@std/assert";
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
import { inSession, type Session } from "./session.ts";

const CREATE = "workflows.triggers.create";

/** Somebody on call at odd minutes: no poll falls on them. */
function odd(start = "09:07", end = "09:52") {
  return schedule("on_call", shift("ann", at(start), at(end)));
}

async function handoffsOf(session: Session): Promise<string[]> {
  const triggers = await session.get<{ name: string }[]>("/control/triggers");
  return triggers.map(({ name }) => name)
    .filter((name) => name.startsWith("Handoff ")).sort();
}

async function isOn(session: Session): Promise<boolean> {
  return (await session.status("UANN")).text.startsWith("On call");
}

Deno.test("a shift starts and ends within a minute, wherever the polls fall", async () => {
  await inSession(scenario([person("ann")], [odd()]), async (session) => {
    await session.to(at("08:20"));
    assertEquals(await handoffsOf(session), [
      `Handoff ${at("09:07")}`,
      `Handoff ${at("09:52")}`,
    ]);
    await session.to(at("09:06:59"));
    assertEquals(await isOn(session), false);
    await session.to(at("09:08"));
    assertEquals(await isOn(session), true);
    await session.to(at("09:51:59"));
    assertEquals(await isOn(session), true);
    await session.to(at("09:53"));
    assertEquals(await session.status("UANN"), EMPTY);
    assertEquals(await handoffsOf(session), []);
    assertEquals(await session.items("handoffs"), []);
  });
});

Deno.test("if Slack refuses the trigger, the poll does the work, and it is reported once", async () => {
  await inSession(scenario([person("ann")], [odd()]), async (session) => {
    await session.fault({
      method: CREATE,
      error: "trigger_does_not_exist",
      times: 99,
    });
    await session.to(at("09:14"));
    assertEquals(await isOn(session), false);
    await session.to(at("09:16"));
    assertEquals(await isOn(session), true);
    await session.to(at("10:01"));
    assertEquals(await session.status("UANN"), EMPTY);
    const told = (await session.messages("CREPORTS"))
      .filter((text) => text.includes("booking handoffs"));
    assertEquals(told.length, 1);
    assertStringIncludes(told[0]!, CREATE);
  });
});

Deno.test("a booking moves with the roster, and goes with the shift", async () => {
  await inSession(scenario([person("ann")], [odd()]), async (session) => {
    await session.to(at("08:20"));
    await session.send("PUT", "/control/schedules", [odd("10:22", "11:07")]);
    await session.to(at("08:31"));
    assertEquals(await handoffsOf(session), [
      `Handoff ${at("10:22")}`,
      `Handoff ${at("11:07")}`,
    ]);
    await session.send("PUT", "/control/schedules", [schedule("on_call")]);
    // It lists no shift at all any more: the next reading must agree.
    await session.to(at("08:46"));
    assertEquals((await handoffsOf(session)).length, 2);
    await session.to(at("09:01"));
    assertEquals(await handoffsOf(session), []);
    assertEquals(await session.items("handoffs"), []);
  });
});

Deno.test("only handoffs of people who allow them or may be silenced, within the hours ahead, are booked", async () => {
  const people = [
    person("ann"),
    person("bob", { consent: null }),
    person("cy", { consent: { states: ["pto"] } }),
    person("di", { consent: { states: ["pto"], dnd: false, presence: false } }),
    person("ed", { consent: { states: ["deploy_freeze"] } }),
  ];
  const far = shift("ann", at("23:00"), at("23:30"));
  const schedules = [
    schedule(
      "on_call",
      shift("ann", at("09:07"), at("10:07")),
      far,
      shift("bob", at("09:11"), at("10:11")),
      shift("cy", at("09:12"), at("10:12")),
      shift("di", at("09:13"), at("10:13")),
      shift("ed", at("09:14"), at("10:14")),
    ),
  ];
  await inSession(scenario(people, schedules), async (session) => {
    await session.to(at("08:20"));
    const times = ["09:07", "09:12", "10:07", "10:12"];
    assertEquals(
      await handoffsOf(session),
      times.map((time) => `Handoff ${at(time)}`),
    );
    // Booked in time, though nothing else happens until then.
    await session.to(at("22:00"));
    assertEquals(await handoffsOf(session), [
      `Handoff ${at("23:00")}`,
      `Handoff ${at("23:30")}`,
    ]);
  });
});

Deno.test("a freeze declared for tomorrow is booked half a horizon ahead, and starts and ends on time", async () => {
  await inSession(scenario([person("ann")], []), async (session) => {
    await session.to(at("08:20"));
    await session.trip("Declare a deploy freeze", {
      user: "UANN",
      form: { from: unix("09:07", 1), until: unix("09:52", 1) },
    });
    await session.to(at("06:01", 1));
    assertEquals(await handoffsOf(session), []);
    await session.to(at("06:16", 1));
    assertEquals(await handoffsOf(session), [
      `Handoff ${at("09:07", 1)}`,
      `Handoff ${at("09:52", 1)}`,
    ]);
    await session.to(at("09:06:59", 1));
    assertEquals(await session.status("UANN"), EMPTY);
    await session.to(at("09:08", 1));
    const { text } = await session.status("UANN");
    assertEquals(text, "Deploy freeze until 09:52");
    await session.to(at("09:53", 1));
    assertEquals(await session.status("UANN"), EMPTY);
  });
});

Deno.test("no more triggers wait than configured, for the nearest handoffs", async () => {
  const shifts = [0, 1, 2, 3].map((n) =>
    shift("ann", at(`${9 + n}:07`), at(`${9 + n}:37`))
  );
  const day = scenario([person("ann")], [schedule("on_call", ...shifts)]);
  const extraConfig = () => ({ handoffs: { hours: 6, at_most: 3 } });
  await inSession(day, async (session) => {
    const waiting = ["09:07", "09:37", "10:07", "10:37", "11:07"]
      .map((time) => `Handoff ${at(time)}`);
    await session.to(at("08:20"));
    assertEquals(await handoffsOf(session), waiting.slice(0, 3));
    await session.to(at("09:09"));
    assertEquals(await handoffsOf(session), waiting.slice(1, 4));
    await session.to(at("09:39"));
    assertEquals(await handoffsOf(session), waiting.slice(2, 5));
  }, { extraConfig });
});

Deno.test("in preview no handoff is booked; bookings are removed and come back", async () => {
  const people = [person("ann"), person("ops", { consent: null })];
  const day = scenario(people, [odd("11:07", "12:07")], {
    operators: ["UOPS"],
  });
  await inSession(day, async (session) => {
    const booked = [
      `Handoff ${at("11:07")}`,
      `Handoff ${at("12:07")}`,
    ];
    const switchTo = (mode: string) =>
      session.trip("Switch mode", { user: "UOPS", form: { mode } });
    await session.to(at("08:20"));
    assertEquals(await handoffsOf(session), booked);
    await switchTo("preview");
    assertEquals(await handoffsOf(session), []);
    await switchTo("enforce");
    assertEquals(await handoffsOf(session), booked);
  });
});

Deno.test("a poll between two handoffs is as quiet as any", async () => {
  const day = scenario([person("ann")], [onCall("ann")]);
  await inSession(day, async (session) => {
    await session.to(at("09:20"));
    await session.send("DELETE", "/control/requests");
    const [poll] = await session.to(at("09:31"));
    assertEquals(poll!.steps.length, 5);
    const { by_method } = await session.get<
      { by_method: Record<string, number> }
    >("/control/requests");
    assertEquals(by_method, {
      "apps.datastore.bulkGet": 1,
      "apps.datastore.put": 1,
      "pagerduty": by_method.pagerduty!,
    });
  });
});

Deno.test("a shift that appears at short notice starts within a minute of the next poll", async () => {
  const none = schedule("on_call");
  await inSession(scenario([person("ann")], [none]), async (session) => {
    await session.to(at("09:01"));
    await session.send("PUT", "/control/schedules", [odd("09:18", "17:00")]);
    await session.to(at("09:19"));
    assertEquals(await isOn(session), true);
    const { status } = await session.person("UANN");
    assert(status.expiration > unix("17:00"));
  });
});

Deno.test("a run in the middle of a quarter of an hour books what comes in that quarter", async () => {
  const people = [person("ann"), person("ops", { consent: null })];
  const day = scenario(people, [schedule("pto")], { operators: ["UOPS"] });
  await inSession(day, async (session) => {
    await session.to(at("09:01"));
    // It ends later than handoffs are booked.
    const leave = shift("ann", at("09:07"), at("23:00"));
    await session.roster([schedule("pto", leave)]);
    await session.to(at("09:03"));
    await session.trip("Sync now", { user: "UOPS" });
    await session.to(at("09:08"));
    assertEquals((await session.status("UANN")).emoji, ":palm_tree:");
    // Passing the handoff is no news for another run of the same quarter.
    await session.send("DELETE", "/control/requests");
    await session.trip("Sync now", { user: "UOPS" });
    const { by_method } = await session.get<
      { by_method: Record<string, number> }
    >("/control/requests");
    assertEquals(by_method["apps.datastore.bulkPut"], undefined);
  });
});

Deno.test("a handoff that has come is not booked again, though others could not be booked", async () => {
  const people = [person("ann"), person("ops", { consent: null })];
  const leave = schedule("pto");
  const day = scenario(people, [odd("08:07", "08:42"), leave], {
    operators: ["UOPS"],
  });
  await inSession(day, async (session) => {
    await session.to(at("08:31"));
    // What is booked stays while any roster cannot be read.
    const unreadable = {
      method: "pagerduty",
      path: `/schedules/${leave.id}`,
      status: 404,
      times: 1000,
    };
    await session.fault(unreadable);
    await session.fault({ method: CREATE, status: 500, times: 1000 });
    await session.roster([odd("10:07", "11:07"), leave]);
    await session.to(at("08:40"));
    await session.trip("Sync now", { user: "UOPS" });
    await session.to(at("08:43"));
    assertEquals(await handoffsOf(session), []);
    await session.clearFaults();
    await session.fault(unreadable);
    await session.trip("Sync now", { user: "UOPS" });
    assertEquals(await handoffsOf(session), [
      `Handoff ${at("10:07")}`,
      `Handoff ${at("11:07")}`,
    ]);
  });
});

Deno.test("a run cut short at any call leaves nothing unbooked and nothing behind", async () => {
  for (let calls = 1; calls <= 40; calls++) {
    // Nine is beyond what is booked at eight.
    const late = odd("15:07", "15:52");
    await inSession(scenario([person("ann")], [late]), async (session) => {
      await session.to(at("08:14"));
      await session.kill(calls);
      // The poll that looks far enough ahead, or any before it, dies.
      await session.to(at("14:50"));
      assertEquals(await handoffsOf(session), [
        `Handoff ${at("15:07")}`,
        `Handoff ${at("15:52")}`,
      ], `${calls}`);
      await session.to(at("15:08"));
      assertEquals(await isOn(session), true, `${calls}`);
      await session.kill(calls);
      await session.to(at("16:40"));
      assertEquals(await session.status("UANN"), EMPTY, `${calls}`);
      assertEquals(await handoffsOf(session), [], `${calls}`);
      assertEquals(await session.items("handoffs"), [], `${calls}`);
    });
  }
});

Deno.test("the next poll removes a trigger that could not be removed", async () => {
  await inSession(scenario([person("ann")], [odd()]), async (session) => {
    await session.to(at("09:50"));
    await session.fault({
      method: "workflows.triggers.delete",
      error: "internal_error",
      // That of the run's recovery, and that of the handoff.
      times: 2,
    });
    await session.to(at("09:53"));
    assertEquals((await handoffsOf(session)).length, 1);
    await session.to(at("10:01"));
    assertEquals(await handoffsOf(session), []);
    assertEquals(await session.items("handoffs"), []);
  });
});

Deno.test("a lasting refusal is tried every hour, and polls are quiet meanwhile", async () => {
  await inSession(
    scenario([person("ann")], [odd("13:07", "13:52")]),
    async (session) => {
      const method = "workflows.triggers.create";
      await session.fault({ method, error: "missing_scope", times: 1000 });
      await session.to(at("09:05"));
      await session.countAnew();
      await session.to(at("13:05"));
      const { by_method } = await session.requests();
      assertEquals(by_method[method], 4);
    },
  );
});

Deno.test("an overtaken run books what the later one wants", async () => {
  await inSession(scenario([person("ann")], [odd()]), async (session) => {
    await session.to(at("08:20"));
    await session.roster([odd("10:22", "11:07")]);
    // The one that begins by the older roster ends after the one that does not.
    const first = session.trip("Sync now", { user: "UANN" });
    await session.roster([odd("10:37", "11:22")]);
    await Promise.all([first, session.trip("Sync now", { user: "UANN" })]);
    await session.to(at("08:46"));
    assertEquals(await handoffsOf(session), [
      `Handoff ${at("10:37")}`,
      `Handoff ${at("11:22")}`,
    ]);
  });
});

Deno.test("after the set-up, which books none itself, the next run does", async () => {
  const day = scenario([person("ann")], [odd("09:20", "09:40")], {
    operators: ["UANN"],
  });
  await inSession(day, async (session) => {
    await session.trip("Set up Shiftlight", { user: "UANN" });
    await session.to(at("08:03"));
    await session.trip("Sync now", { user: "UANN" });
    assertEquals((await handoffsOf(session)).length, 2);
  });
});

Deno.test("while a roster cannot be read, its handoffs stay booked", async () => {
  await inSession(scenario([person("ann")], [odd()]), async (session) => {
    await session.to(at("08:20"));
    const booked = await handoffsOf(session);
    assertEquals(booked.length, 2);
    await session.fault({ method: "pagerduty", status: 500, times: 1000 });
    await session.to(at("08:46"));
    assertEquals(await handoffsOf(session), booked);
    await session.clearFaults();
    await session.to(at("09:08"));
    assertEquals(await isOn(session), true);
    await session.to(at("09:53"));
    assertEquals(await session.status("UANN"), EMPTY);
    assertEquals(await handoffsOf(session), []);
  });
});

Deno.test("a handoff is booked even if Slack does not read all records just then", async () => {
  const duty = schedule("on_call", shift("ann", at("08:21"), at("17:00")));
  for (let skip = 0; skip < 8; skip++) {
    await inSession(scenario([person("ann")], [duty]), async (session) => {
      await session.to(at("08:14"));
      const method = "apps.datastore.bulkGet";
      await session.fault({ method, error: "partial_failure", skip, times: 1 });
      await session.to(at("08:22"));
      assertEquals((await session.status("UANN")).emoji, ":pager:", `${skip}`);
    });
  }
});

Deno.test("a handoff is booked although the step that books may read the run before its own", async () => {
  const before = schedule("on_call", shift("bob", at("08:30"), at("09:14:30")));
  const after = {
    ...before,
    shifts: [...before.shifts, shift("ann", at("09:20"), at("11:00"))],
  };
  const people = [person("ann"), person("bob")];
  for (let first = 0; first < 12; first++) {
    let reads = first;
    const options = {
      latencyMs: 40,
      // Some reads are of now, some of the moment before.
      datastoreLagMs: () => reads++ % 3 === 0 ? 700 : 0,
    };
    await inSession(scenario(people, [before]), async (session) => {
      await session.to(at("09:14:45"));
      reads = first;
      await session.roster([after]);
      await session.to(at("09:21"));
      const { emoji } = await session.status("UANN");
      assertEquals(emoji, ":pager:", `from read ${first} on`);
    }, options);
  }
});

Deno.test("a short trouble that several runs meet costs no handoff", async () => {
  const people = [person("ann"), person("ops", { consent: null })];
  const before = schedule("on_call");
  const day = scenario(people, [before], { operators: ["UOPS"] });
  await inSession(day, async (session) => {
    await session.to(at("08:31"));
    await session.roster([odd("09:37", "10:52")]);
    await session.fault({
      method: "workflows.triggers.list",
      status: 500,
      times: 10_000,
    });
    for (const time of ["08:32", "08:33", "08:34"]) {
      await session.to(at(time));
      await session.trip("Sync now", { user: "UOPS" });
    }
    await session.clearFaults();
    await session.to(at("09:36:59"));
    assertEquals(await isOn(session), false);
    await session.to(at("09:38"));
    assertEquals(await isOn(session), true);
  });
});
