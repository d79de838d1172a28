import {
  assertEquals,
  assertMatch,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { defineConfig } from "../../config/define_config.ts";
import { configDigest } from "../../config/digest.ts";
import { configFor, OVERLAY } from "../../config/overlay.ts";

const base = defineConfig({
  states: {
    on_call: { text: "On call {until}", emoji: ":pager:", priority: 2 },
  },
  sources: [],
  people: { "a@b.test": "U0123456789" },
  limits: { roster_hours: 24, function_seconds: 30 },
});

const over = (value: unknown) =>
  configFor(base, { [OVERLAY]: JSON.stringify(value) });

Deno.test("without the secret the file's own configuration counts", () => {
  assertStrictEquals(configFor(base, {}), base);
  assertStrictEquals(configFor(base, { [OVERLAY]: " " }), base);
});

Deno.test("settings are replaced whole, limits one by one", () => {
  const config = over({
    people: { "c@d.test": "U0123456780" },
    limits: { roster_hours: 12 },
  });
  assertEquals(config, {
    ...base,
    people: { "c@d.test": "U0123456780" },
    limits: { ...base.limits, roster_hours: 12 },
  });
});

Deno.test("the result is checked, and the error names the secret", () => {
  const { message } = assertThrows(
    () => over({ poll_minutes: 7, states: {} }),
    Error,
  );
  assertMatch(message, /^The secret SHIFTLIGHT_CONFIG: The configuration/);
  assertMatch(message, /poll_minutes: must be one of/);
  assertMatch(message, /states: needs at least one state/);
  assertThrows(() => over({ limits: 5 }), Error, "limits: must be an object");
  assertThrows(() => over({ limits: { x: 5 } }), Error, "limits.x: is not");
});

Deno.test("the same secret over the same file is checked once", () => {
  const first = over({ limits: { roster_hours: 12 } });
  assertStrictEquals(over({ limits: { roster_hours: 12 } }), first);
  assertEquals(over({ limits: { roster_hours: 13 } }).limits.roster_hours, 13);
  assertEquals(over({ limits: { roster_hours: 12 } }), first);
});

Deno.test("another file under the same secret is another configuration", () => {
  const other = { ...base, poll_minutes: 60 as const };
  const env = { [OVERLAY]: '{"time_zone":"Europe/London"}' };
  assertEquals(configFor(base, env).poll_minutes, 15);
  assertEquals(configFor(other, env).poll_minutes, 60);
  assertEquals(configFor(base, env).poll_minutes, 15);
});

Deno.test("a secret that cannot be used is refused each time, and forgotten", () => {
  const valid = over({ limits: { roster_hours: 12 } });
  for (let times = 0; times < 2; times++) {
    assertThrows(() => over({ limits: { x: 5 } }), Error, "limits.x: is not");
  }
  assertEquals(over({ limits: { roster_hours: 12 } }), valid);
});

Deno.test("a zone is a zone, and no zone none, however often it is asked", () => {
  for (let times = 0; times < 2; times++) {
    over({ time_zone: "Europe/London", poll_minutes: times ? 30 : 60 });
    assertThrows(
      () => over({ time_zone: "Europe/Lundun", poll_minutes: 30 }),
      Error,
      '"Europe/Lundun" is not a time zone',
    );
  }
});

Deno.test("what is no JSON object is refused", () => {
  for (const text of ["{poll_minutes: 5}", "5", "[]", "null"]) {
    assertThrows(
      () => configFor(base, { [OVERLAY]: text }),
      Error,
      "The secret SHIFTLIGHT_CONFIG ",
    );
  }
});

Deno.test("the digest depends on what is said, not on the order", () => {
  const digest = configDigest(base);
  assertMatch(digest, /^[0-9a-f]{64}$/);
  const reversed = Object.fromEntries(Object.entries(base).reverse());
  assertEquals(configDigest(reversed as unknown as typeof base), digest);
  assertEquals(configDigest(over({})), digest);
  const other = configDigest(over({ limits: { roster_hours: 25 } }));
  assertEquals(other === digest, false);
});

Deno.test("the secret itself is not told if it is no JSON", () => {
  for (const text of ["xoxp-1-Sekret", '{"a": xoxp-1-Sekret}', '{"a": "xoxp']) {
    const { message } = assertThrows(
      () => configFor(base, { [OVERLAY]: text }),
      Error,
      "is not JSON",
    );
    assertEquals(message.includes("xoxp"), false, message);
  }
});
