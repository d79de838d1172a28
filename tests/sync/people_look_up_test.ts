import { assertEquals, assertStringIncludes } from "@std/assert";
import { at, EMPTY, onCall, person, scenario } from "./day.ts";
import { inSession } from "./session.ts";

const PEOPLE = "/ex/jira/local-site/rest/api/3/user/bulk";

/** Ann is on call from nine to five, by a vendor that names people elsewhere. */
function dayOf(vendor: string, ...names: string[]) {
  return scenario(
    [person("ann"), person("bob")],
    [{ ...onCall(...names), vendor } as ReturnType<typeof onCall>],
  );
}

/** Vendors with a second place for people, and what refuses there. */
const PLACES = [
  { vendor: "jsm", path: PEOPLE, status: 401, word: "read:jira-user" },
  { vendor: "jsm", path: PEOPLE, status: 403, word: "read:jira-user" },
  { vendor: "jsm", path: PEOPLE, status: 400, word: "looking up people" },
  {
    vendor: "bamboohr",
    path: "/api/v1/employees/directory",
    status: 403,
    word: "directory: false",
  },
  {
    vendor: "grafana",
    path: "/oncall/api/v1/users",
    status: 403,
    word: "read schedules and users",
  },
  {
    vendor: "pagerduty",
    path: "/escalation_policies",
    status: 403,
    word: "escalation policies",
    direct: true,
  },
];

Deno.test("when looking people up is refused, everyone stays as they are, and the remedy is told", async () => {
  for (const { vendor, path, status, word, direct } of PLACES) {
    const told = `${vendor} ${status}`;
    const roster = (...names: string[]) => ({
      ...onCall(...names),
      vendor,
      ...(direct ? { pagerduty: { direct } } : {}),
    });
    const day = { ...dayOf(vendor, "ann"), schedules: [roster("ann")] };
    await inSession(day, async (session) => {
      await session.to(at("09:05"));
      const before = await session.status("UANN");
      assertEquals(before.emoji, ":pager:", told);
      await session.send("POST", "/control/faults", {
        method: vendor,
        path,
        status,
        times: 10_000,
      });
      // The roster moves meanwhile, so that it must be read again.
      await session.roster([roster("ann", "bob")]);
      await session.to(at("11:05"));
      assertEquals(await session.status("UANN"), before, told);
      assertEquals(await session.status("UBOB"), EMPTY, told);
      const reports = await session.reports();
      assertStringIncludes(reports, word, told);
      assertEquals(reports.includes("could not be mapped"), false, told);
      await session.clearFaults();
      await session.to(at("11:20"));
      assertEquals(await session.status("UANN"), before, told);
      assertEquals((await session.status("UBOB")).emoji, ":pager:", told);
    });
  }
});

Deno.test("other sources are served while looking people up is refused", async () => {
  const jsm = { ...onCall("ann"), id: "P_jsm", vendor: "jsm" };
  const day = {
    ...dayOf("jsm", "ann"),
    schedules: [jsm, { ...onCall("bob"), id: "P_pd" }],
  };
  await inSession(day, async (session) => {
    await session.send("POST", "/control/faults", {
      method: "jsm",
      path: PEOPLE,
      status: 401,
      times: 10_000,
    });
    await session.to(at("09:20"));
    assertEquals(await session.status("UANN"), EMPTY);
    assertEquals((await session.status("UBOB")).emoji, ":pager:");
  });
});
