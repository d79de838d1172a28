import { assertEquals } from "@std/assert";
import { readingProblems } from "../../../app/roster/stored_roster.ts";

Deno.test("a problem says what could not be read and who stays as they are", () => {
  const problems = readingProblems({
    unreadable: [
      { source: "pd", schedule: null, reason: "answered 500." },
      {
        source: "pd",
        schedule: "PS1",
        reason: "answered 404",
        needs: "operator",
      },
      {
        source: "cal",
        schedule: "cal",
        identity: "ical:Ann",
        reason: 'event "Ann": it has no DTSTART',
      },
    ],
    rejected: [{ source: "cal", reason: "event: it has no summary" }],
    unmapped: [],
  });
  assertEquals(problems, [
    {
      about: "pd",
      reason: "answered 500. Everyone on it stays as they are.",
      outage: { needs: "time" },
    },
    {
      about: "pd, schedule PS1",
      reason: "answered 404. Everyone on it stays as they are.",
      outage: { needs: "operator" },
    },
    {
      about: "cal, ical:Ann",
      reason: 'event "Ann": it has no DTSTART. This person stays as they are ' +
        "until their shift ends.",
    },
    { about: "cal", reason: "event: it has no summary" },
  ]);
});
