import { assert, assertEquals } from "@std/assert";
import { icalStandIn } from "../../vendors/ical.ts";
import { Roster } from "../../vendors/roster.ts";
import { HOST } from "../../../../tests/rosters/fake_vendor.ts";
import { served } from "./served.ts";

function ask(path: string, schedule: object) {
  const vendor = "ical";
  const given = { id: "S1", name: "Freezes", vendor, shifts: [], ...schedule };
  const { pathname, searchParams: query } = new URL(path, HOST);
  const headers = new Headers();
  const seen = { method: "GET", path: pathname, query, headers };
  return served(icalStandIn, [given])(seen);
}

Deno.test("a schedule is a calendar of its shifts", async () => {
  const answer = ask("/team/S1.ics?key=1", {
    name: "Freezes, all; of them",
    shifts: [
      {
        email: "alice@example.com",
        start: "2026-03-02T09:00:00Z",
        end: "2026-03-02T17:00:00Z",
      },
      { email: "bob@example.com", start: "2026-03-05", end: "2026-03-07" },
      { email: "root@example.com", start: null, end: null },
    ],
  });
  assertEquals(answer.status, 200);
  assertEquals(
    answer.headers.get("content-type"),
    "text/calendar; charset=utf-8",
  );
  const text = await answer.text();
  const uids = text.match(/^UID:.*$/gm);
  assertEquals(new Set(uids).size, 3);
  assertEquals(
    text.replace(/^UID:.*\r\n/gm, "").split("\r\n"),
    [
      "BEGIN:VCALENDAR",
      "VERSION:2.0",
      "PRODID:-//Local workspace//Calendars//EN",
      "X-WR-CALNAME:Freezes\\, all\\; of them",
      "BEGIN:VEVENT",
      "DTSTAMP:19700101T000000Z",
      "DTSTART:20260302T090000Z",
      "DTEND:20260302T170000Z",
      "SUMMARY:alice",
      'ATTENDEE;CN="alice":mailto:alice@example.com',
      "END:VEVENT",
      "BEGIN:VEVENT",
      "DTSTAMP:19700101T000000Z",
      "DTSTART;VALUE=DATE:20260305",
      "DTEND;VALUE=DATE:20260307",
      "SUMMARY:bob",
      'ATTENDEE;CN="bob":mailto:bob@example.com',
      "END:VEVENT",
      "BEGIN:VEVENT",
      "DTSTAMP:19700101T000000Z",
      "DTSTART:19700101T000000Z",
      "DTEND:21000101T000000Z",
      "SUMMARY:root",
      'ATTENDEE;CN="root":mailto:root@example.com',
      "END:VEVENT",
      "END:VCALENDAR",
      "",
    ],
  );
});

Deno.test("long lines are folded between characters", async () => {
  const name = "Zürich ".repeat(30).trim();
  const text = await (ask("/S1.ics", { name })).text();
  const encoder = new TextEncoder();
  for (const line of text.split("\r\n")) {
    assert(encoder.encode(line).length <= 75, line);
  }
  const unfolded = text.replaceAll("\r\n ", "");
  assert(unfolded.includes(`X-WR-CALNAME:${name}\r\n`), unfolded);
});

Deno.test("a calendar given as raw is served unchanged", async () => {
  const raw = "BEGIN:VCALENDAR\nnot much";
  assertEquals(await (ask("/S1.ics", { raw })).text(), raw);
});

Deno.test("there is nothing at any other address", async () => {
  for (const path of ["/S2.ics", "/S1", "/", "/S1.ics/more"]) {
    const answer = ask(path, {});
    assertEquals(answer.status, 404);
    assertEquals(await answer.text(), "there is no such calendar");
  }
});

Deno.test("a fault says how long it lasts", () => {
  const roster = new Roster([], new Map());
  const { refusal } = icalStandIn({ roster, token: "", rates: "none" });
  assertEquals(refusal(429, "slow", 7).headers["retry-after"], "7");
  assertEquals(refusal(500, "broken").body, "broken");
});
