import { assert, assertEquals } from "@std/assert";
import { calendar, event, shiftsOf, SPRING } from "../feed.ts";

/** When noon of the 30th of March is in a zone of that name, in UTC. */
function noonIn(tzid: string, ...components: string[]): string {
  const noon = event(
    "UID:u",
    `DTSTART;TZID=${tzid}:20260330T120000`,
    `DTEND;TZID=${tzid}:20260330T123000`,
  );
  const [shift = ""] = shiftsOf(calendar(...components, noon), SPRING);
  return /^Alice 2026-03-(30T\d\d:\d\d)Z/.exec(shift)?.[1] ?? shift;
}

Deno.test("a zone is found by every name that Windows and Outlook give it", () => {
  const cases: [tzid: string, utc: string][] = [
    ["GMT Standard Time 1", "30T11:00"],
    ["W. Europe Standard Time 2", "30T10:00"],
    ["Central Standard Time 12", "30T17:00"],
    ["Europe/Berlin 1", "30T10:00"],
    ["GMT Daylight Time", "30T11:00"],
    ["Pacific Daylight Time", "30T19:00"],
    ["W. Europe", "30T10:00"],
    ["Eastern Time", "30T16:00"],
    // As Windows shows it, without quotes: with a colon and commas.
    [
      "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna",
      "30T10:00",
    ],
    ['"(UTC+01:00) Brussels, Copenhagen, Madrid, Paris"', "30T10:00"],
    ["(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien", "30T10:00"],
    ["(UTC+00:00) Dublin, Edinburgh, Lisbon, London", "30T11:00"],
    [
      "(GMT) Greenwich Mean Time : Dublin, Edinburgh, Lisbon, London",
      "30T11:00",
    ],
    ["(GMT+01.00) Sarajevo/Warsaw/Zagreb", "30T10:00"],
    ["(UTC-05:00) Eastern Time (US & Canada)", "30T16:00"],
    ["(UTC-08:00) Pacific Time (US & Canada)", "30T19:00"],
    ["(UTC-07:00) Arizona", "30T19:00"],
    ["(UTC-06:00) Guadalajara, Mexico City, Monterrey", "30T18:00"],
    ["(UTC-03:00) Brasilia", "30T15:00"],
    ["(UTC+02:00) Harare, Pretoria", "30T10:00"],
    ["(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi", "30T06:30"],
    ["(UTC+08:00) Beijing, Chongqing, Hong Kong, Urumqi", "30T04:00"],
    ["(UTC+09:00) Osaka, Sapporo, Tokyo", "30T03:00"],
    ["(UTC+10:00) Canberra, Melbourne, Sydney", "30T01:00"],
    ["(UTC+13:00) Samoa", "29T23:00"],
    ["(UTC) Coordinated Universal Time", "30T12:00"],
    // The cities alone.
    ["Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "30T10:00"],
    ["Osaka, Sapporo, Tokyo", "30T03:00"],
    ["Pacific Time (US & Canada); Tijuana", "30T19:00"],
  ];
  for (const [tzid, utc] of cases) {
    const found = tzid.includes("Samoa")
      ? noonIn(tzid).slice(0, 22)
      : noonIn(tzid);
    assertEquals(
      found,
      tzid.includes("Samoa") ? "Alice 2026-03-29T23:00" : utc,
      tzid,
    );
  }
});

Deno.test("a name that fits no zone is unknown, rather than wrong", () => {
  const names = [
    // No city of it has that offset.
    "(UTC+05:00) Amsterdam, Berlin",
    "(UTC+01:00) Somewhere, Elsewhere",
    "Somewhere, Elsewhere",
    "Mars/Crater",
    "Somewhere 1",
    "(UTC+01:00)",
    `${"x".repeat(100)}, ${"y".repeat(200)}`,
  ];
  for (const name of names) {
    const found = noonIn(name);
    assert(found.includes("is neither known nor defined"), `${name}: ${found}`);
  }
});

Deno.test("a zone of a name like that may be defined by the calendar", () => {
  const name = "(UTC+00:00) Somewhere, Elsewhere";
  const definition = [
    ...["BEGIN:VTIMEZONE", `TZID:${name.replaceAll(",", "\\,")}`],
    ...["BEGIN:STANDARD", "DTSTART:16010101T000000", "TZOFFSETFROM:+0400"],
    ...["TZOFFSETTO:+0400", "END:STANDARD", "END:VTIMEZONE"],
  ].join("\n");
  assertEquals(noonIn(name, definition), "30T08:00");
  assertEquals(noonIn(`"${name}"`, definition), "30T08:00");
  assertEquals(noonIn(`"${name} 1"`, definition), "30T08:00");
});
