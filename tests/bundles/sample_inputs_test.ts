import { assertEquals, assertThrows } from "@std/assert";
import { sampleInputs } from "../../scripts/bundle/sample_inputs.ts";

Deno.test("each required input gets a value of its type", () => {
  const definition = {
    input_parameters: {
      properties: {
        channel: { type: "slack#/types/channel_id" },
        mode: { type: "string", enum: ["defer", "skip"] },
        batch: { type: "integer", default: 25 },
        note: { type: "string" },
      },
      required: ["channel", "mode", "batch"],
    },
  };
  assertEquals(sampleInputs(definition), {
    channel: "C0123456789",
    mode: "defer",
    batch: 25,
  });
  assertEquals(sampleInputs({}), {});
});

Deno.test("a type without a sample is an error, not a gap", () => {
  const properties = { clock: { type: "slack#/types/date" } };
  const input_parameters = { properties, required: ["clock"] };
  assertThrows(
    () => sampleInputs({ input_parameters }),
    Error,
    "no sample for input clock",
  );
});
