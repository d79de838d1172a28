import { assertEquals } from "@std/assert";
import { textOf, textsOf } from "../../reconciler/state_rule.ts";
import { resolveStatusConflict } from "../../reconciler/status.ts";
import { RULES } from "./samples.ts";

const ON_CALL = {
  ...RULES.on_call!,
  level_texts: {
    "10": "Far behind until {until}",
    "2": "Backup until {until}",
  },
};

Deno.test("a level has the text of the greatest level that is not above it", () => {
  const texts = [1, 2, 3, 9, 10, 99].map((level) => textOf(ON_CALL, level));
  const [first, backup, far] = [
    ON_CALL.text,
    ON_CALL.level_texts["2"],
    ON_CALL.level_texts["10"],
  ];
  assertEquals(texts, [first, backup, backup, backup, far, far]);
  assertEquals(textOf(RULES.on_call!, 5), RULES.on_call!.text);
});

Deno.test("all texts of a state are known as ours", () => {
  assertEquals(textsOf(ON_CALL).length, 3);
  assertEquals(textsOf(RULES.pto!), [RULES.pto!.text]);
  const status = { text: "Backup until 18:00", emoji: ":x:", expiration: 0 };
  const rules = { ...RULES, on_call: ON_CALL };
  assertEquals(resolveStatusConflict(status, "replace", rules).action, "defer");
  assertEquals(resolveStatusConflict(status, "replace", RULES).action, "start");
});
