import { assertEquals } from "@std/assert";
import { routed, segmentsOf } from "../../vendors/stand_in.ts";

Deno.test("a path is split and decoded where possible", () => {
  assertEquals(segmentsOf("/v2/schedules/A%20B%2FC/"), [
    "v2",
    "schedules",
    "A B/C",
  ]);
  assertEquals(segmentsOf("/100%"), ["100%"]);
  assertEquals(segmentsOf(""), []);
});

Deno.test("a route matches only the paths of its pattern", () => {
  const one = (path: string) => routed(path, "schedules", ":", "timeline");
  assertEquals(one("/schedules/A%20B/timeline"), ["A B"]);
  assertEquals(routed("/schedules", "schedules"), []);
  for (
    const other of [
      "/schedules/A",
      "/schedules/A/timeline/B",
      "/schedules/A/users",
      "/timeline",
      "/",
    ]
  ) assertEquals(one(other), null, other);
});
