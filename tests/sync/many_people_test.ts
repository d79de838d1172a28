import { assert, assertEquals } from "@std/assert";
import { expireLookUps } from "../../scripts/bench/sizes.ts";
import { at, person, scenario, schedule, shift, unix } from "./day.ts";
import { inSession, type RunAnswer, type Session } from "./session.ts";

const ON_CALL = "On call for The on_call until 17:00";

/** `p0` and so on. Only `p0` has opted in, and starts at 08:30. */
function crowd(count: number) {
  const names = Array.from({ length: count }, (_, index) => `p${index}`);
  const people = names.map((name) =>
    person(name, name === "p0" ? {} : { consent: null })
  );
  return scenario(people, [schedule(
    "on_call",
    // The others come first, as a roster may list them.
    ...names.slice(1).map((name) => shift(name, at("18:00"), at("20:00"))),
    shift("p0", at("08:30"), at("17:00")),
  )]);
}

/** The errors of failed steps. */
function failuresOf(runs: RunAnswer[]): string[] {
  return runs.flatMap(({ at, steps }) =>
    steps.flatMap((step) =>
      step.error === undefined ? [] : `${at} ${step.function}: ${step.error}`
    )
  );
}

async function assertStartsOnTime(session: Session): Promise<void> {
  await session.countAnew();
  const runs = await session.to(at("08:30:59"));
  assertEquals(failuresOf(runs), []);
  assertEquals((await session.status("UP0")).text, ON_CALL);
  const refused = (await session.requests()).log
    .filter(({ method, error }) =>
      error === "ratelimited" && method.startsWith("apps.datastore")
    );
  assertEquals(refused, []);
}

for (const count of [1000, 10_000]) {
  Deno.test(`a start is on time although ${count} look-ups have expired, and few are renewed`, async () => {
    await inSession(crowd(count), async (session) => {
      const first = await session.to(at("08:29"));
      assertEquals(failuresOf(first), []);
      expireLookUps(session.workspace, unix("08:29"));
      await assertStartsOnTime(session);
      const items = await session.items("people");
      const renewed = items.filter(({ expires_at }) =>
        Number(expires_at) > unix("08:29")
      );
      assertEquals(items.length, count);
      // One of the runs at that instant, or two.
      const { length } = renewed;
      assert(20 <= length && length <= 40, `${length} were renewed`);
      assertEquals(failuresOf(await session.to(at("09:01"))), []);
    });
  });
}

for (const count of [3000, 10_001]) {
  Deno.test(`the first runs of an installation with ${count} people on the rosters fail nowhere and start on time`, async () => {
    await inSession(crowd(count), async (session) => {
      const first = await session.to(at("08:29"));
      assertEquals(failuresOf(first), []);
      const [fetch] = first[0]!.steps;
      assertEquals(fetch!.outputs!.unmapped, 0);
      await assertStartsOnTime(session);
      assertEquals(failuresOf(await session.to(at("09:01"))), []);
    });
  });
}

Deno.test("bulk calls that Slack refuses several times in a row fail no step", async () => {
  for (const method of ["bulkGet", "bulkPut", "bulkDelete"]) {
    await inSession(crowd(1), async (session) => {
      await session.to(at("08:29"));
      await session.fault({
        method: `apps.datastore.${method}`,
        status: 429,
        retry_after: 5,
        times: 4,
      });
      assertEquals(failuresOf(await session.to(at("08:31"))), [], method);
      assertEquals((await session.status("UP0")).text, ON_CALL, method);
    });
  }
});
