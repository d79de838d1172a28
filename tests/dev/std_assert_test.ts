import {
  assert,
  assertEquals,
  AssertionError,
  assertLess,
  assertMatch,
  assertNotEquals,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";

/** The message an assertion fails with; written without `assertThrows`. */
function failure(assertion: () => void): string {
  try {
    assertion();
  } catch (error) {
    if (!(error instanceof AssertionError)) throw error;
    return error.message;
  }
  throw new Error("the assertion held");
}

async function rejection(assertion: () => Promise<unknown>): Promise<string> {
  try {
    await assertion();
  } catch (error) {
    if (!(error instanceof AssertionError)) throw error;
    return error.message;
  }
  throw new Error("the assertion held");
}

const EQUAL: [string, unknown, unknown][] = [
  ["numbers of either zero", 0, -0],
  ["NaN", NaN, NaN],
  ["nested objects in another order", { a: { b: 1 }, c: [2] }, {
    c: [2],
    a: { b: 1 },
  }],
  ["symbols as keys", { [Symbol.for("a")]: 1 }, { [Symbol.for("a")]: 1 }],
  ["patterns", /a/g, /a/g],
  ["dates", new Date(5), new Date(5)],
  ["invalid dates", new Date("x"), new Date("x")],
  ["addresses", new URL("https://a.test"), new URL("https://a.test")],
  ["sets in another order", new Set([1, 2, 3]), new Set([3, 2, 1])],
  ["sets of sets", new Set([1, new Set([2])]), new Set([new Set([2]), 1])],
  [
    "maps in another order",
    new Map([["a", 1], ["b", 2]]),
    new Map([
      ["b", 2],
      ["a", 1],
    ]),
  ],
  [
    "maps keyed by objects",
    new Map([[{ x: 1 }, true]]),
    new Map([[
      { x: 1 },
      true,
    ]]),
  ],
  ["bytes", new Uint8Array([1, 2]), new Uint8Array([1, 2])],
  ["an object without a prototype", Object.create(null), {}],
];

const DIFFERENT: [string, unknown, unknown][] = [
  ["an undefined property and an absent one", { a: undefined }, {}],
  ["two undefined properties", { a: undefined }, { b: undefined }],
  ["a number and its text", 1, "1"],
  ["null and undefined", null, undefined],
  ["an array and an object", [], {}],
  ["arrays of other lengths", [1, 2], [1, 2, 3]],
  ["arrays in another order", [1, 2], [2, 1]],
  ["a hole and undefined", [, 1], [undefined, 1]],
  ["symbols of one name", { [Symbol("a")]: 1 }, { [Symbol("a")]: 1 }],
  ["patterns", /a/, /b/],
  ["dates", new Date(5), new Date(6)],
  ["sets", new Set([1, 2]), new Set([1, 3])],
  [
    "sets of sets",
    new Set([new Set([1]), new Set([1])]),
    new Set([
      new Set([1]),
      new Set([2]),
    ]),
  ],
  ["values of maps", new Map([["a", { b: 1 }]]), new Map([["a", { b: 2 }]])],
  ["keys of maps", new Map([["a", 1]]), new Map([["b", 1]])],
  [
    "values under keys that are objects",
    new Map([[{ x: 1 }, 1]]),
    new Map([[
      { x: 1 },
      2,
    ]]),
  ],
  ["bytes", new Uint8Array([1, 2]), new Uint8Array([2, 1])],
  ["objects of other classes", new Date(5), { getTime: () => 5 }],
  ["primitives and objects", { a: 1 }, null],
];

Deno.test("assertEquals and assertNotEquals: what is equal", () => {
  for (const [what, a, b] of EQUAL) {
    for (const [left, right] of [[a, b], [b, a]]) {
      assertEquals(left, right, what);
      failure(() => assertNotEquals(left, right));
    }
  }
});

Deno.test("assertEquals and assertNotEquals: what differs", () => {
  for (const [what, a, b] of DIFFERENT) {
    for (const [left, right] of [[a, b], [b, a]]) {
      assertNotEquals(left, right, what);
      failure(() => assertEquals(left, right));
    }
  }
});

Deno.test("assertEquals: the message shows what differs, and only that", () => {
  const message = failure(() =>
    assertEquals(
      { name: "alice", status: ["a", "b"] },
      { name: "alice", status: ["a", "c"] },
      "statuses",
    )
  );
  assertMatch(message, /^Values are not equal: statuses/);
  assertStringIncludes(message, "[Diff] Actual / Expected");
  assertMatch(message, /^- +"b",$/m);
  assertMatch(message, /^\+ +"c",$/m);
  assertMatch(message, /^ +name: "alice",$/m);
});

Deno.test("assertEquals: a difference of thousands of lines is still shown", () => {
  const lines = Array.from({ length: 5000 }, (_, i) => `line ${i}`);
  const message = failure(() =>
    assertEquals(lines, lines.map((line) => `${line}!`))
  );
  assertStringIncludes(message, `-     "line 4999",`);
  assertStringIncludes(message, `+     "line 4999!",`);
});

Deno.test("assertStrictEquals compares identity, as Object.is does", () => {
  const one = {};
  assertStrictEquals(one, one);
  assertStrictEquals(NaN, NaN);
  assertStringIncludes(
    failure(() => assertStrictEquals({}, one)),
    "same structure but are not reference-equal",
  );
  assertStringIncludes(
    failure(() => assertStrictEquals(0, -0)),
    "same structure but are not reference-equal",
  );
  assertStringIncludes(
    failure(() => assertStrictEquals(1, 2)),
    "Values are not strictly equal",
  );
});

Deno.test("assert takes what counts as true", () => {
  assert("text");
  assertEquals(failure(() => assert("", "must be there")), "must be there");
  assertEquals(failure(() => assert(0)), "");
});

Deno.test("assertLess leaves out equality", () => {
  assertLess(1, 2);
  assertEquals(failure(() => assertLess(1, 1)), "Expect 1 < 1");
  assertEquals(failure(() => assertLess(1, 1, "calls")), "Expect 1 < 1: calls");
});

Deno.test("assertStringIncludes and assertMatch", () => {
  assertStringIncludes("a shift", "shift");
  assertMatch("U0123456789", /^U\d+$/);
  assertEquals(
    failure(() => assertStringIncludes("a", "b", "why")),
    `Expected actual: "a" to contain: "b": why`,
  );
  assertEquals(
    failure(() => assertMatch("a", /b/)),
    `Expected actual: "a" to match: "/b/".`,
  );
});

Deno.test("assertThrows returns what was thrown", () => {
  const thrown = new RangeError("past the end");
  const raise = () => {
    throw thrown;
  };
  assertStrictEquals(assertThrows(raise), thrown);
  assertStrictEquals(assertThrows(raise, "a message of mine"), thrown);
  assertStrictEquals(assertThrows(raise, RangeError, "the end"), thrown);
  assertStrictEquals(assertThrows(raise, Error), thrown);
  assertEquals(
    assertThrows(() => {
      throw "text";
    }),
    "text",
  );
});

Deno.test("assertThrows fails when the error is missing or another", () => {
  const raise = () => {
    throw new RangeError("past the end");
  };
  assertEquals(
    failure(() => assertThrows(() => 1)),
    "Expected function to throw.",
  );
  assertEquals(
    failure(() => assertThrows(() => 1, "no token")),
    "Expected function to throw: no token",
  );
  assertEquals(
    failure(() => assertThrows(() => 1, Error, "text", "no token")),
    "Expected function to throw: no token",
  );
  assertStringIncludes(
    failure(() => assertThrows(raise, SyntaxError)),
    `instance of "SyntaxError", but was "RangeError".`,
  );
  assertEquals(
    failure(() => assertThrows(raise, RangeError, "the start")),
    `Expected error message to include "the start", but got "past the end".`,
  );
  assertEquals(
    failure(() =>
      assertThrows(() => {
        throw "text";
      }, Error)
    ),
    "A non-Error object was thrown.",
  );
});

Deno.test("assertRejects returns what the promise rejected with", async () => {
  const reason = new RangeError("past the end");
  const reject = () => Promise.reject(reason);
  assertStrictEquals(await assertRejects(reject), reason);
  assertStrictEquals(await assertRejects(reject, RangeError, "the"), reason);
  assertEquals(await assertRejects(() => Promise.reject("text")), "text");
});

Deno.test("assertRejects fails when nothing, or something else, is rejected", async () => {
  const reject = () => Promise.reject(new RangeError("past the end"));
  assertEquals(
    await rejection(() => assertRejects(() => Promise.resolve(1))),
    "Expected function to reject.",
  );
  assertEquals(
    await rejection(() => assertRejects(() => Promise.resolve(1), "late")),
    "Expected function to reject: late",
  );
  assertStringIncludes(
    await rejection(() => assertRejects(reject, SyntaxError)),
    `instance of "SyntaxError", but was "RangeError".`,
  );
  assertStringIncludes(
    await rejection(() => assertRejects(reject, RangeError, "start")),
    `to include "start", but got "past the end".`,
  );
  assertEquals(
    await rejection(() => assertRejects(() => Promise.reject("text"), Error)),
    "A non-Error object was rejected.",
  );
});

Deno.test("assertRejects: throwing at once is not rejecting", async () => {
  const raise = (): Promise<never> => {
    throw new RangeError("at once");
  };
  const message = "Function throws when expected to reject.";
  assertEquals(await rejection(() => assertRejects(raise)), message);
  assertEquals(
    await rejection(() => assertRejects(raise, RangeError)),
    message,
  );
  const plain = () => 1 as unknown as Promise<number>;
  assertEquals(await rejection(() => assertRejects(plain)), message);
});
