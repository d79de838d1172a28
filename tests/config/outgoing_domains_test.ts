import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  outgoingDomains,
  tooManyDomains,
} from "../../config/outgoing_domains.ts";
import type { ValidatedSource } from "../../rosters/sources.ts";

const source = (id: string, region: "us" | "eu"): ValidatedSource => ({
  type: "pagerduty",
  id,
  state: "on_call",
  schedules: ["P1"],
  escalation_policies: [],
  levels: null,
  region,
  token: "PAGERDUTY_TOKEN",
});

Deno.test("each domain once, in order", () => {
  const sources = [source("a", "us"), source("b", "eu"), source("c", "us")];
  assertEquals(outgoingDomains({ sources }), [
    "api.eu.pagerduty.com",
    "api.pagerduty.com",
  ]);
  assertEquals(outgoingDomains({ sources: [] }), []);
});

Deno.test("more than ten domains are refused", () => {
  const domains = Array.from({ length: 11 }, (_, i) => `roster${i}.test`);
  assertEquals(tooManyDomains(domains.slice(0, 10)), []);
  const [problem, ...others] = tooManyDomains(domains);
  assertEquals(others, []);
  assertEquals(problem?.path, ["sources"]);
  assertStringIncludes(problem!.message, "reach 11 domains");
});
