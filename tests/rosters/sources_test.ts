import { assert, assertEquals } from "@std/assert";
import * as v from "valibot";
import { SourceSchema } from "../../rosters/sources.ts";

const JSON_SOURCE = { type: "json", id: "inhouse", state: "on_call" };

function takes(url: string): boolean {
  return v.safeParse(SourceSchema, { ...JSON_SOURCE, url }).success;
}

Deno.test("an address has a host of two parts or more, and no spaces", () => {
  for (
    const url of [
      "https://rosters.example.com",
      "https://rosters.example.com:8443/shifts",
      "https://r\u00F6ster.example/a.b/?team=a.b&x=.",
      "https://example.com?team=payments",
    ]
  ) assert(takes(url), url);
  for (
    const url of [
      "http://rosters.example.com",
      "https://localhost/shifts",
      "https://.example.com/",
      "https://example.com:99999/",
      "https://999.1.1.1/",
      "https://xn--a.example.com/",
      "https://a<b.example.com/",
      "https://example..com/",
      "https://example.com./",
      "https://me@example.com/",
      "https://{secret}.example.com/",
      "https://example.com/a b",
      "https://example.com/#shifts",
    ]
  ) assert(!takes(url), url);
});

Deno.test("a long host that does not fit is refused, not pondered", () => {
  // Each dot more would double the time if hosts could be taken apart in
  // several ways: this test would not end.
  assertEquals(takes(`https://${"a.".repeat(5000)}{`), false);
  assertEquals(takes(`https://${".".repeat(5000)} `), false);
});

Deno.test("a source moves from Opsgenie in one line, its region of no account", () => {
  const common = { id: "ops", state: "on_call", schedules: ["First line"] };
  for (const region of [{}, { region: "us" }, { region: "eu" }]) {
    const moved = { type: "jsm", cloud_id: "7d1d", ...common, ...region };
    assertEquals<unknown>(v.parse(SourceSchema, moved), {
      type: "jsm",
      cloud_id: "7d1d",
      site: null,
      ...common,
      token: "JSM_API_TOKEN",
    });
  }
  const { success } = v.safeParse(SourceSchema, {
    type: "jsm",
    cloud_id: "7d1d",
    ...common,
    region: "mars",
  });
  assertEquals(success, false);
});
