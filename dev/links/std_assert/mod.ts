export { AssertionError } from "./assertion_error.ts";
export {
  assertEquals,
  assertNotEquals,
  assertStrictEquals,
} from "./assert_equals.ts";
export { assertRejects } from "./assert_rejects.ts";
export { assertMatch, assertStringIncludes } from "./assert_text.ts";
export { assertThrows } from "./assert_throws.ts";
export {
  assert,
  assertExists,
  assertFalse,
  assertGreater,
  assertLess,
  fail,
  type Falsy,
} from "./assert_truth.ts";
export { equal } from "./equal.ts";
