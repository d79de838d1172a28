import { assert, assertEquals } from "@std/assert";
import { oncall, page, policy, readWith, schedule } from "../fake_pagerduty.ts";
import { type Handler, json, reasonOf } from "../fake_vendor.ts";

/** `count` people on call, the `n`-th as `P<n>`. */
function people(count: number) {
  return Array.from({ length: count }, (_, n) => {
    const user = {
      id: `P${n}`,
      summary: `No. ${n}`,
      email: `${n}@example.com`,
    };
    return oncall({ user });
  });
}

/** Serves all as PagerDuty pages it, with at most `most` on a page. */
function paged(all: unknown[], most = 100): Handler {
  return ({ query }) => {
    const offset = Number(query.get("offset"));
    const limit = Math.min(most, Number(query.get("limit")));
    const rows = all.slice(offset, offset + limit);
    const more = offset + limit < all.length;
    return json(page(rows, { limit, offset, more }));
  };
}

Deno.test("pages are read to the end", async () => {
  const { reading, seen } = await readWith(paged(people(250)));
  const offsets = seen.map(({ query }) => query.get("offset"));
  assertEquals(offsets, ["0", "100", "200"]);
  assertEquals(reading.shifts.length, 250);
  assertEquals(reading.unreadable, []);
});

Deno.test("a page smaller than asked for skips nobody", async () => {
  const { reading, seen } = await readWith(paged(people(60), 25));
  assertEquals(seen.length, 3);
  assertEquals(reading.shifts.length, 60);
});

Deno.test("a later page that fails leaves nothing of the earlier ones", async () => {
  const first = paged(people(250));
  const failures: [Handler, string][] = [
    [() => json({ error: { message: "Boom" } }, 500), "500 (Boom)"],
    [() => new Response("<html>", { status: 502 }), "502"],
    [() => new Response("<html>"), "not JSON"],
    [() => json(null), "does not fit: the body"],
    [() => json({ more: false, limit: 100, offset: 100 }), "oncalls: missing"],
    [() => {
      throw new TypeError("connection reset");
    }, "connection reset"],
    [() => json({ error: { message: "No" } }, 401), "401"],
    [() => json({ error: { message: "Bad offset" } }, 400), "400 (Bad offset)"],
  ];
  for (const [fail, said] of failures) {
    const { reading } = await readWith((seen, signal) =>
      seen.query.get("offset") === "100"
        ? fail(seen, signal)
        : first(seen, signal)
    );
    const reason = reasonOf(reading);
    assert(reason.includes(said), `${reason} lacks ${said}`);
  }
});

Deno.test("a page that does not advance is not read for ever", async () => {
  const stuck = page(people(100), { offset: 0, more: true });
  const { reading, seen } = await readWith(() => json(stuck));
  assertEquals(seen.length, 2);
  assert(reasonOf(reading).includes("offset: expected 100, received 0"));
});

Deno.test("a page without room for anything is refused", async () => {
  const none = page([], { limit: 0, more: true });
  const { reading, seen } = await readWith(() => json(none));
  assertEquals(seen.length, 1);
  assert(reasonOf(reading).includes("limit: expected >=1, received 0"));
});

/**
 * Answers as PagerDuty does: of the entries that a query asks for, and with 400
 * past 10 000 of them. The policy `PT20YPA` has no schedule of its own.
 */
function limited(all: ReturnType<typeof oncall>[], counts = true): Handler {
  return (seen, signal) => {
    const { path, query } = seen;
    const [, kind, id] = path.split("/");
    if (kind === "escalation_policies") return json(policy(id!, []));
    if (kind === "schedules") {
      const entries = all.filter((each) => each.schedule.id === id);
      return json(schedule(id!, entries));
    }
    const schedules = query.getAll("schedule_ids[]");
    const users = query.getAll("user_ids[]");
    const rows = all.filter((each) =>
      (schedules.length === 0 || schedules.includes(each.schedule.id)) &&
      (users.length === 0 || users.includes(each.user.id)) &&
      each.start < query.get("until")! && each.end > query.get("since")!
    );
    const [offset, limit] = [query.get("offset"), query.get("limit")];
    if (Number(offset) + Number(limit) > 10_000) {
      return json({ error: { message: "Invalid Input Provided" } }, 400);
    }
    const total = counts && query.has("total") ? rows.length : null;
    const rowsOnPage = paged(rows)(seen, signal) as Response;
    return rowsOnPage.json().then((body) => json({ ...body, total }));
  };
}

/** How many requests were made to a kind of address. */
function countOf(seen: { path: string }[], kind: string): number {
  return seen.filter(({ path }) => path.startsWith(kind)).length;
}

Deno.test("ten thousand entries are one query, counted by its second page", async () => {
  const { reading, seen } = await readWith(limited(people(10_000)));
  assertEquals(reading.shifts.length, 10_000);
  assertEquals(seen.length, 100);
  const counted = seen.filter(({ query }) => query.has("total"));
  assertEquals(counted.map(({ query }) => query.get("offset")), ["100"]);
  const short = await readWith(limited(people(100)));
  assertEquals(short.seen.map(({ query }) => query.has("total")), [false]);
});

Deno.test("of one schedule with more entries, a hundred people are asked for at a time", async () => {
  for (const [counts, first] of [[true, 2], [false, 100]] as const) {
    const answer = limited(people(10_001), counts);
    const { reading, seen } = await readWith(answer);
    assertEquals(reading.unreadable, []);
    assertEquals(reading.shifts.length, 10_001);
    assertEquals(
      new Set(reading.shifts.map(({ level }) => level)),
      new Set([2]),
    );
    assertEquals(countOf(seen, "/schedules/"), 1);
    assertEquals(countOf(seen, "/oncalls"), first + 101);
    assertEquals(countOf(seen, "/users"), 0);
  }
});

Deno.test("several schedules with more entries are asked for in halves", async () => {
  const ids = ["PA", "PB", "PC"];
  const all = people(10_002).map((each, index) => ({
    ...each,
    schedule: { ...each.schedule, id: ids[index % 3]! },
  }));
  const source = { schedules: ids };
  const { reading, seen } = await readWith(limited(all), { source });
  assertEquals(reading.unreadable, []);
  assertEquals(reading.shifts.length, 10_002);
  const asked = new Set(
    seen.map(({ query }) => query.getAll("schedule_ids[]").join()),
  );
  assertEquals(asked, new Set(["PA,PB,PC", "PA,PB", "PC"]));
});

Deno.test("a policy with more entries is asked for a day or two at a time", async () => {
  // Half of them on the first day, half on the last; some on all days.
  const days: [string, string][] = [
    ["2015-03-06T00:00:00Z", "2015-03-07T00:00:00Z"],
    ["2015-03-08T00:00:00Z", "2015-03-09T00:00:00Z"],
    ["2015-03-06T00:00:00Z", "2015-03-09T00:00:00Z"],
  ];
  const all = people(14_000).map((each, index) => {
    const [start, end] = days[index % 7 === 0 ? 2 : index % 2]!;
    return { ...each, start, end };
  });
  const source = { schedules: [], escalation_policies: ["PT20YPA"] };
  const { reading, seen } = await readWith(limited(all), { source });
  assertEquals(reading.unreadable, []);
  assertEquals(reading.shifts.length, 14_000);
  const windows = new Set(seen.map(({ query }) => query.get("since")));
  windows.delete(null);
  assertEquals(windows.size, 2);
});

Deno.test("a policy with more entries at one time cannot be read, and the reason says what to do", async () => {
  const all = people(10_001).map((each) => ({
    ...each,
    start: "2015-03-06T00:00:00Z",
    end: "2015-03-09T00:00:00Z",
  }));
  const source = { schedules: [], escalation_policies: ["PT20YPA"] };
  const { reading } = await readWith(limited(all), { source });
  const reason = reasonOf(reading);
  assert(reason.includes("name the schedules of the policy"), reason);
});
