import { assert, assertEquals } from "@std/assert";
import { defineConfig } from "../../config/define_config.ts";
import config from "../../shiftlight.config.ts";

Deno.test("the installer's file is sound and complete", () => {
  assertEquals(defineConfig(config), config);
  const text = Deno.readTextFileSync(
    new URL("../../shiftlight.config.ts", import.meta.url),
  );
  for (const setting of Object.keys(config)) {
    assert(
      new RegExp(`\\*/\\nconst ${setting}: `).test(text),
      `${setting} is not explained`,
    );
  }
});

Deno.test("on call outranks every other state and never silences", () => {
  const { on_call, ...others } = config.states;
  assert(on_call);
  assertEquals(on_call.dnd, false);
  for (const state of Object.values(others)) {
    assert(state.priority < on_call.priority);
  }
});
