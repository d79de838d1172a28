import { assert, assertEquals } from "@std/assert";
import { oncall, page, readWith } from "../fake_pagerduty.ts";
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
    [() => json(null), "not JSON"],
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

Deno.test("ten thousand entries are read, more are not asked for", async () => {
  const full = await readWith(paged(people(10_000)));
  assertEquals(full.reading.shifts.length, 10_000);
  const over = await readWith(paged(people(10_001)));
  const reason = reasonOf(over.reading);
  assert(reason.includes("split them among several sources"), reason);
  const last = over.seen.at(-1);
  assertEquals(last?.query.get("offset"), "9900");
});
