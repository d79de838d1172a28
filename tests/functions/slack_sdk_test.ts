import { assert, assertEquals } from "@std/assert";
import * as sdk from "deno-slack-sdk/mod.ts";
import {
  DefineFunction,
  Schema,
  SlackFunction,
} from "../../functions/slack_sdk.ts";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends
  (<T>() => T extends B ? 1 : 2) ? true : false;

type SlackTypes = typeof sdk.Schema.slack.types;

const manifestOf = (functions: sdk.SlackManifest["definition"]["functions"]) =>
  sdk.Manifest({
    ...{ name: "Sample", description: "A sample", icon: "a.png" },
    ...{
      botScopes: ["users:read"],
      outgoingDomains: [],
      functions: functions!,
    },
  });

Deno.test("the manifest reads of a function what it reads of the SDK's own", () => {
  const least = {
    callback_id: "sample",
    title: "Sample",
    source_file: "sample.ts",
  };
  const whole = {
    ...least,
    callback_id: "whole",
    description: "What it does",
    input_parameters: {
      properties: { person: { type: Schema.slack.types.user_id } },
      required: ["person" as const],
    },
    output_parameters: {
      properties: { done: { type: Schema.types.boolean } },
      required: ["done" as const],
    },
  };
  assertEquals(
    manifestOf([DefineFunction(least), DefineFunction(whole)]),
    manifestOf([sdk.DefineFunction(least), sdk.DefineFunction(whole)]),
  );
  const [ours, theirs] = [DefineFunction(whole), sdk.DefineFunction(whole)];
  for (const key of ["type", "id", "definition"] as const) {
    assertEquals(ours[key], theirs[key], key);
  }
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

Deno.test("a type of a parameter is called as the SDK calls it", () => {
  const pairs = [
    [Schema.types, sdk.Schema.types],
    [Schema.slack.types, sdk.Schema.slack.types],
  ] as [Record<string, string>, Record<string, unknown>][];
  for (const [ours, theirs] of pairs) {
    const names = Object.keys(ours);
    assert(names.length > 0);
    assertEquals(
      ours,
      Object.fromEntries(
        names.map((name) => [name, theirs[name] as string]),
      ),
    );
  }
});

Deno.test("types are no weaker than the SDK's", () => {
  type Types = typeof Schema.types;
  type Slack = typeof Schema.slack.types;
  // False, or no type check: what is compared has a type of its own.
  const same: [
    Same<typeof DefineFunction, typeof sdk.DefineFunction>,
    Same<typeof SlackFunction, typeof sdk.SlackFunction>,
    Same<Types, Readonly<Pick<typeof sdk.Schema.types, keyof Types>>>,
    Same<Slack, Readonly<Pick<SlackTypes, keyof Slack>>>,
  ] = [true, true, true, true];
  assertEquals(same.length, 4);
});
