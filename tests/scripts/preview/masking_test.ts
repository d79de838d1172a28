import { assertEquals } from "@std/assert";
import { defineConfig } from "../../../config/define_config.ts";
import fixed from "../../../dev/fixed_config.ts";
import { maskerOf } from "../../../scripts/preview/masking.ts";

Deno.test("secrets of the sources are removed in every form", () => {
  const secret = "bot@example.com:planted/value+1";
  const env = { PAGERDUTY_TOKEN: ` ${secret} `, OTHER: "not a secret of any" };
  const mask = maskerOf(defineConfig(fixed), env);
  const own = "planted/value+1";
  const forms = [
    ...[secret, own, encodeURIComponent(own), btoa(secret), btoa(own)],
    ...[btoa(`${own}:`), btoa(`${own}:x`), btoa(`${secret}:x`)],
  ];
  for (const form of forms) {
    const left = mask(`before ${form} after`);
    assertEquals(left.replace(/=+ /, " "), "before … after", form);
  }
  assertEquals(mask("not a secret of any"), "not a secret of any");
  assertEquals(maskerOf(defineConfig(fixed), {})("text"), "text");
});
