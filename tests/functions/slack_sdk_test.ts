import { assertEquals, assertStrictEquals } from "@std/assert";
import * as sdk from "deno-slack-sdk/mod.ts";
import {
  DefineFunction,
  Schema,
  SlackFunction,
} from "../../functions/slack_sdk.ts";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends
  (<T>() => T extends B ? 1 : 2) ? true : false;

/** Names of the types that are but a name. */
type Primitive<Types> = {
  [Name in keyof Types]: Types[Name] extends string ? Name : never;
}[keyof Types];

type SlackTypes = typeof sdk.Schema.slack.types;

Deno.test("functions are defined by the SDK's own DefineFunction", () => {
  assertStrictEquals(DefineFunction, sdk.DefineFunction);
});

Deno.test("a handler is given what the SDK's own gives it", async () => {
  const definition = DefineFunction({
    callback_id: "sample",
    title: "Sample",
    source_file: "sample.ts",
  });
  const told: unknown[] = [];
  const handler = (context: Record<string, unknown>) => {
    told.push(Object.keys(context).sort());
    return { outputs: {} };
  };
  const context = { token: "xwfp-1", env: {}, inputs: {}, event: {} };
  for (const wrap of [SlackFunction, sdk.SlackFunction]) {
    const wrapped = wrap(definition, handler as never) as never as (
      context: unknown,
    ) => Promise<unknown>;
    assertEquals(await wrapped(context), { outputs: {} });
  }
  assertEquals(told[0], told[1]);
});

Deno.test("parameters have the SDK's types, without those that are objects", () => {
  assertStrictEquals(Schema.types, sdk.Schema.types);
  const named = Object.entries(sdk.Schema.slack.types)
    .filter(([_name, type]) => typeof type === "string");
  assertEquals(Schema.slack.types, Object.fromEntries(named));
});

Deno.test("types are no weaker than the SDK's", () => {
  // False, or no type check: what is compared has a type of its own.
  const same: [
    Same<typeof DefineFunction, typeof sdk.DefineFunction>,
    Same<typeof SlackFunction, typeof sdk.SlackFunction>,
    Same<typeof Schema.types, typeof sdk.Schema.types>,
    Same<
      typeof Schema.slack.types,
      Pick<SlackTypes, Primitive<SlackTypes>>
    >,
  ] = [true, true, true, true];
  assertEquals(same.length, 4);
});
