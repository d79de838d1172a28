import { assert, assertEquals } from "@std/assert";
import { textOfOctets } from "../../../../rosters/ical/octets.ts";
import { calendar, event, read, shiftsOf, SPRING } from "../feed.ts";

const DAYS = ["DTSTART;VALUE=DATE:20260302", "DTEND;VALUE=DATE:20260304"];
const whole = calendar(event(...DAYS, "SUMMARY:Ann"));
const ANN = ["Ann 2026-03-02/2026-03-04"];

Deno.test("what follows the end of a calendar is passed over", () => {
  const endings = [
    "X-COMMENT:Cached from 2026-02-20 14:28:21 - new at most every 1800sec.\r\n",
    "<!-- Copyright. All rights reserved. -->",
    "SUMMARY:lost\r\nDTSTART:20260302T090000Z\r\nEND:VEVENT\r\n",
    "\u001a",
    "\r\n\r\n   \r\n",
  ];
  for (const ending of endings) {
    assertEquals(shiftsOf(whole + ending, SPRING), ANN, ending);
  }
  assertEquals(shiftsOf(whole + endings[0] + whole, SPRING), ANN);
});

Deno.test("lines may end in any way, and blank ones come first", () => {
  const feeds: [what: string, text: string][] = [
    ["by line feeds", whole.replaceAll("\r\n", "\n")],
    ["by carriage returns", whole.replaceAll("\r\n", "\r")],
    ["by two carriage returns", whole.replaceAll("\r\n", "\r\r\n")],
    ["twice", whole.replaceAll("\r\n", "\r\n\r\n")],
    ["none at the end", whole.trimEnd()],
    ["after blank lines and spaces", `\ufeff\r\n \r\n  ${whole}`],
    ["names in small letters", whole.replace("BEGIN:VEVENT", "begin:vevent")],
  ];
  for (const [what, text] of feeds) {
    assertEquals(shiftsOf(text, SPRING), ANN, what);
  }
});

const encode = (text: string) => new TextEncoder().encode(text);

/** The feed with a fold after each octet of its summary. */
function foldedByOctets(summary: string, lineEnd: string): Uint8Array {
  const [before, after] = calendar(event("UID:u", ...DAYS, "SUMMARY:…"))
    .split("…");
  const octets = [...encode(before!)];
  for (const octet of encode(summary)) {
    octets.push(octet, ...encode(`${lineEnd} `));
  }
  return new Uint8Array([...octets, ...encode(after!)]);
}

Deno.test("a fold may lie within any character", () => {
  for (const name of ["Müller", "Łukasz", "山田", "Ann 🏖️", "é"]) {
    for (const lineEnd of ["\r\n", "\n"]) {
      const text = textOfOctets(foldedByOctets(name, lineEnd), null);
      assertEquals(
        shiftsOf(text, SPRING),
        [`${name} 2026-03-02/2026-03-04`],
        name,
      );
    }
  }
});

Deno.test("a feed without such folds is decoded as it is", () => {
  const text = calendar(event(...DAYS, "SUMMARY:Bj\u00f6rn\n  B"));
  assertEquals(textOfOctets(encode(text), "utf-8"), text);
});

Deno.test("a feed in another encoding is read if the server or a mark says so", () => {
  const text = calendar(event(...DAYS, "SUMMARY:Jürgen"));
  const jürgen = ["Jürgen 2026-03-02/2026-03-04"];
  const latin = Uint8Array.from(text, (char) => char.charCodeAt(0));
  const of = (octets: Uint8Array, charset: string | null) =>
    shiftsOf(textOfOctets(octets, charset), SPRING);
  assertEquals(of(latin, "iso-8859-1"), jürgen);
  const wide = new Uint8Array(2 * text.length + 2);
  new DataView(wide.buffer).setUint16(0, 0xfeff, true);
  [...text].forEach((char, at) =>
    new DataView(wide.buffer).setUint16(2 * at + 2, char.charCodeAt(0), true)
  );
  assertEquals(of(wide, null), jürgen);
  // A default of the server's makes nothing of what is UTF-8.
  assertEquals(of(encode(text), "iso-8859-1"), jürgen);
  // One wrong octet spoils its own character alone.
  assertEquals(of(latin, null), ["J\ufffdrgen 2026-03-02/2026-03-04"]);
  assertEquals(of(latin, "no-such-charset"), of(latin, null));
});

Deno.test("properties that no one reads may be malformed", () => {
  const odd = [
    "REFRESH-INTERVAL:VALUE=DURATION:PT1H",
    "X-Link http://example.com",
    event(
      ...DAYS,
      "SUMMARY:Ann",
      "X-Link",
      "LOCATION:1 Main St\\, Suite 100\\,",
      "Springfield\\, NM 87101",
      "CREATED:20251002T110150",
      "DTSTAMP:never",
      "BEGIN:VALARM",
      "ACTION:DISPLAY",
      "TRIGGER:-P2DT",
      "ATTENDEE",
      "END:VALARM",
    ),
  ];
  assertEquals(shiftsOf(calendar(...odd), SPRING), ANN);
});

Deno.test("patterns take time in proportion to a hostile line", () => {
  const size = 60_000;
  const lines = [
    `ATTENDEE;X="${'a"b '.repeat(size / 4)}`,
    `ATTENDEE;X="${"a@".repeat(size / 2)};`,
    `ATTENDEE;X="${":".repeat(size)}`,
    `ATTENDEE;X="${"mailto:".repeat(size / 7)}`,
    `ATTENDEE${";CN=".repeat(size / 4)}`,
    `ATTENDEE;CN=${" ".repeat(size)}"`,
    `DTEND${":2026-01-01".repeat(size / 11)}"`,
    `DTEND${";TZID=".repeat(size / 6)}`,
    `DTEND;TZID=${" ".repeat(size)}1:20260303T090000`,
    `RRULE:${";".repeat(size)}`,
    `RRULE:FREQ=DAILY;BYDAY=${"MO,".repeat(size / 3)}`,
    `EXDATE:${",".repeat(size)}`,
    `DURATION:P${"1".repeat(size)}`,
    `SUMMARY:${"a@b ".repeat(size / 4)}`,
    `SUMMARY:Canceled${" ".repeat(size)}x`,
    `STATUS:${"\\".repeat(size)}`,
    `UID:${"\r".repeat(size)}x`,
  ];
  for (const line of lines) {
    const text = calendar(
      ...Array.from({ length: 20 }, () => event(...DAYS, line)),
    );
    const begun = performance.now();
    read(text, SPRING);
    const took = performance.now() - begun;
    // What takes the square of that length takes minutes.
    assert(took < 20_000, `${line.slice(0, 30)}: ${took} ms`);
  }
});
