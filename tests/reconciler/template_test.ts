import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  formatUntil,
  literalPieces,
  looksLike,
  renderText,
} from "../../reconciler/template.ts";
import { DAY, END, instant, NOW } from "./samples.ts";

const LONDON = "Europe/London";

const ENDS: [
  why: string,
  end: string,
  zone: string,
  now: string,
  text: string,
][] = [
  ["today", "2026-03-10T17:00", LONDON, "2026-03-10T10:00", "17:00"],
  ["summer", "2026-07-01T16:00", LONDON, "2026-07-01T08:00", "17:00"],
  [
    "tomorrow there",
    "2026-03-10T16:00",
    "Asia/Tokyo",
    "2026-03-10T10:00",
    "Wed 01:00",
  ],
  [
    "today there",
    "2026-03-11T05:00",
    "America/Los_Angeles",
    "2026-03-10T10:00",
    "22:00",
  ],
  [
    "odd offset",
    "2026-03-10T12:00",
    "Asia/Kathmandu",
    "2026-03-10T10:00",
    "17:45",
  ],
  ["midnight", "2026-03-11T00:00", LONDON, "2026-03-10T10:00", "Wed 00:00"],
  ["early hour", "2026-03-10T09:05", LONDON, "2026-03-10T08:00", "09:05"],
  [
    "almost six days",
    "2026-03-16T09:59:59",
    LONDON,
    "2026-03-10T10:00",
    "Mon 09:59",
  ],
  [
    "six days",
    "2026-03-16T10:00",
    LONDON,
    "2026-03-10T10:00",
    "16 Mar 10:00",
  ],
  [
    "a week: the weekday would mislead",
    "2026-03-17T10:00",
    LONDON,
    "2026-03-10T10:00",
    "17 Mar 10:00",
  ],
  ["a year", "2027-03-10T17:00", LONDON, "2026-03-10T10:00", "10 Mar 17:00"],
  [
    "past, another day",
    "2026-03-09T17:00",
    LONDON,
    "2026-03-10T10:00",
    "9 Mar 17:00",
  ],
  [
    "just before midnight",
    "2026-03-10T23:50",
    LONDON,
    "2026-03-10T23:10",
    "23:50",
  ],
  ["past, today", "2026-03-10T09:00", LONDON, "2026-03-10T10:00", "09:00"],
  [
    "clocks go forward",
    "2026-03-29T08:00",
    LONDON,
    "2026-03-28T22:00",
    "Sun 09:00",
  ],
  [
    "clocks went forward today",
    "2026-03-29T16:00",
    LONDON,
    "2026-03-29T00:30",
    "17:00",
  ],
  [
    "before the clocks go back",
    "2026-10-25T00:30",
    LONDON,
    "2026-10-24T23:30",
    "01:30",
  ],
  [
    "after the clocks went back",
    "2026-10-25T01:30",
    LONDON,
    "2026-10-24T23:30",
    "01:30",
  ],
  [
    "six days, but an hour longer",
    "2026-03-31T23:30",
    LONDON,
    "2026-03-26T00:30",
    "Wed 00:30",
  ],
];

Deno.test("the end is shown in the person's own time zone, with its day if not today", () => {
  for (const [why, end, zone, now, text] of ENDS) {
    assertEquals(formatUntil(instant(end), zone, instant(now)), text, why);
  }
});

Deno.test("whole days last until their last day, in the person's own time zone", () => {
  const cases: [start: string, end: string, zone: string, text: string][] = [
    ["2026-03-10T00:00", "2026-03-12T00:00", LONDON, "Wed"],
    ["2026-03-10T00:00", "2026-03-11T00:00", LONDON, "Tue"],
    ["2026-03-02T00:00", "2026-03-17T00:00", LONDON, "16 Mar"],
    ["2026-03-09T15:00", "2026-03-11T15:00", "Asia/Tokyo", "Wed"],
    // They began in winter time and end in summer time.
    ["2026-03-05T05:00", "2026-03-11T04:00", "America/New_York", "Tue"],
    // Of times, both do not begin a day.
    ["2026-03-10T08:00", "2026-03-12T00:00", LONDON, "Thu 00:00"],
    ["2026-03-10T00:00", "2026-03-11T08:00", LONDON, "Wed 08:00"],
    ["2026-03-10T00:00", "2026-03-12T00:00", "Asia/Tokyo", "Thu 09:00"],
  ];
  const now = instant("2026-03-10T10:00");
  for (const [start, end, zone, text] of cases) {
    assertEquals(
      formatUntil(instant(end), zone, now, instant(start)),
      text,
      `${start} ${end} ${zone}`,
    );
  }
});

Deno.test("an unknown end is said in words", () => {
  assertEquals(formatUntil(null, LONDON, NOW), "further notice");
});

function render(template: string, label: string, end: number | null = END) {
  return renderText(template, { label, end, time_zone: LONDON, now: NOW });
}

Deno.test("a template is filled wherever its placeholders stand", () => {
  const cases: [template: string, text: string][] = [
    ["On call for {label} until {until}", "On call for Payments until 17:00"],
    ["{until}: {label}", "17:00: Payments"],
    ["{until} or {until}", "17:00 or 17:00"],
    ["{label}/{label}", "Payments/Payments"],
    ["Away", "Away"],
  ];
  for (const [template, text] of cases) {
    assertEquals(render(template, "Payments"), text);
  }
});

Deno.test("a label is cut before the end of the shift is, and no sooner than it must", () => {
  const template = "On call for {label} until {until}";
  const room = 100 - "On call for  until 17:00".length;
  const fits = "x".repeat(room);
  assertEquals(render(template, fits), `On call for ${fits} until 17:00`);
  const cut = render(template, fits + "x");
  assertEquals(cut, `On call for ${"x".repeat(room - 1)}… until 17:00`);
  assertEquals(cut.length, 100);
  const spaced = "x".repeat(room - 2) + " of the week";
  assertEquals(
    render(template, spaced),
    `On call for ${"x".repeat(room - 2)}… until 17:00`,
  );
  const narrow = "y".repeat(92) + "{label} {until}";
  assertEquals(render(narrow, "Pay"), "y".repeat(92) + "P… 17:00");
});

Deno.test("a text without room for a label is cut at its end", () => {
  assertEquals(render("y".repeat(101), ""), "y".repeat(99) + "…");
  assertEquals(render("y".repeat(100), ""), "y".repeat(100));
  assertEquals(render("y".repeat(99) + "{label}", "Pay"), "y".repeat(99) + "…");
  assertEquals(
    render("y".repeat(98) + "{label}", "Pay"),
    "y".repeat(98) + "P…",
  );
});

Deno.test("what looks like one character is kept whole or cut whole", () => {
  const family = "👨‍👩‍👧‍👦";
  assertEquals(
    render("y".repeat(95) + "{label}", family),
    "y".repeat(95) + "…",
  );
  assertEquals(render("y".repeat(90) + family, ""), "y".repeat(90) + "…");
  const accents = "e\u0301".repeat(60);
  assertEquals(render("{label}", accents), "e\u0301".repeat(49) + "…");
});

/** Short graphemes of all kinds, but none that the templates are made of. */
const label = fc.array(
  fc.oneof(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 3 }),
    fc.constantFrom("👨‍👩‍👧‍👦", "🇬🇧", "👍🏽", "e\u0301", "한", "𝒳", " ", "ab"),
  ),
  { maxLength: 90 },
).map((parts) => parts.join("").replaceAll(/[$…{}]/g, "-"));

const TEMPLATES = [
  "On call for {label} until {until}",
  "{until} - {label}",
  "{label} covers until {until}, thanks",
];

const ends = fc.option(fc.integer({ min: NOW, max: NOW + 40 * DAY }));

Deno.test("property: at most 100 units, the end kept, no grapheme cut", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...TEMPLATES),
      label,
      ends,
      (template, name, end) => {
        const text = render(template, name, end);
        assert(text.length <= 100, `${text.length} units`);
        const until = formatUntil(end, LONDON, NOW);
        assert(text.includes(until), `${until} is missing in ${text}`);
        const whole = template.split("{until}").join(until)
          .split("{label}").join(name);
        if (whole.length <= 100) assertEquals(text, whole);
        else assertCutBetweenGraphemes(text, whole);
      },
    ),
    { numRuns: 500 },
  );
});

/** What was lost lies between two boundaries of the whole, spaces aside. */
function assertCutBetweenGraphemes(text: string, whole: string): void {
  const [kept = "", rest = ""] = text.split("…");
  assert(whole.startsWith(kept), "the beginning is not the whole's");
  assert(whole.endsWith(rest), "the rest is not the whole's");
  const segments = [...new Intl.Segmenter().segment(whole)];
  const boundaries = [...segments.map(({ index }) => index), whole.length];
  const boundary = boundaries.find((index) => index >= kept.length)!;
  assertEquals(whole.slice(kept.length, boundary).trim(), "", "cut inside");
}

Deno.test("property: a text without any placeholder keeps to 100 units, too", () => {
  const any = fc.string({ unit: "grapheme", maxLength: 150 });
  fc.assert(fc.property(any, any, (template, name) => {
    const text = render(template, name);
    assert(text.length <= 100);
    assertEquals(text.isWellFormed(), true);
  }));
});

Deno.test("a template's own words are what stands between its placeholders", () => {
  assertEquals(literalPieces("On call for {label} until {until}"), [
    "On call for ",
    " until ",
  ]);
  assertEquals(literalPieces("{label} {until}"), []);
  assertEquals(literalPieces("{other}word"), ["word"]);
});

Deno.test("a text looks like a template by its own words, in their order", () => {
  const opening = "On call for {label} until {until}";
  const trailing = "{label} is out until {until}";
  const cases: [template: string, text: string, alike: boolean][] = [
    [opening, "On call for Payments until 17:00", true],
    [opening, "On call for Payments until Tue 09:00", true],
    [opening, "On call for Paym…", true],
    [opening, "On call for Payments", false],
    [opening, "on call for Payments until 17:00", false],
    [opening, "Not On call for Payments until 17:00", false],
    [opening, " until On call for x", false],
    [opening, "Lunch…", false],
    [opening, "", false],
    [trailing, "Bob is out until 17:00", true],
    [trailing, "Bob is away until 17:00", false],
    ["a {label} b {until} c", "a x b y c", true],
    ["a {label} b {until} c", "a x c y b ", false],
    ["x {label} x", "x y", false],
    ["on on {label}on", "on on 5", false],
    ["{label} {until}", "anything", false],
    ["Away", "Away", true],
    ["Away", "Far Away", false],
  ];
  for (const [template, text, alike] of cases) {
    assertEquals(looksLike(template, text), alike, `${template} ~ ${text}`);
  }
});

Deno.test("property: every text that a template renders looks like it", () => {
  fc.assert(fc.property(
    fc.constantFrom(...TEMPLATES),
    label,
    ends,
    (template, name, end) => {
      const text = render(template, name, end);
      assert(looksLike(template, text), text);
    },
  ));
});

Deno.test("a label is never interpreted", () => {
  const values = {
    label: "Pay$$ $& {until}",
    end: END,
    time_zone: LONDON,
    now: NOW,
  };
  assertEquals(
    renderText("On call for {label} until {until}", values),
    "On call for Pay$$ $& {until} until 17:00",
  );
});

Deno.test("a long label that stands twice is cut in both places, the end stays", () => {
  const values = {
    label: "L".repeat(90),
    end: END,
    time_zone: LONDON,
    now: NOW,
  };
  const text = renderText("{label}: on {label} until {until}", values);
  assert(text.endsWith("… until 17:00"), text);
  assert(text.length <= 100);
});

/** Three names of this length, in a text with the given end. */
function several(length: number, labels = ["A", "B", "C"]) {
  const names = labels.map((letter) => letter.repeat(length));
  return renderText("On call for {label} until {until}", {
    label: names.join(", "),
    labels: names,
    end: NOW + 3600,
    time_zone: "UTC",
    now: NOW,
  });
}

Deno.test("of several names the last give way to their number, then one is cut", () => {
  const ends = / until \d\d:\d\d$/;
  for (let length = 1; length < 130; length++) {
    const text = several(length);
    assert(text.length <= 100, text);
    assert(ends.test(text), text);
  }
  const nameOf = (length: number) =>
    several(length).replace("On call for ", "").replace(ends, "");
  const [A, B, C] = ["A", "B", "C"].map((letter) => (n: number) =>
    letter.repeat(n)
  );
  // 76 characters are left for names.
  assertEquals(nameOf(24), `${A!(24)}, ${B!(24)}, ${C!(24)}`);
  assertEquals(nameOf(25), `${A!(25)}, ${B!(25)} +1`);
  assertEquals(nameOf(35), `${A!(35)}, ${B!(35)} +1`);
  assertEquals(nameOf(36), `${A!(36)} +2`);
  assertEquals(nameOf(73), `${A!(73)} +2`);
  assertEquals(nameOf(74), `${A!(72)}… +2`);
});

Deno.test("a comma within one name is no border", () => {
  const label = `${"A".repeat(40)}, ${"B".repeat(40)}`;
  const text = renderText("On call for {label} until {until}", {
    label,
    end: NOW + 3600,
    time_zone: "UTC",
    now: NOW,
  });
  assertEquals(text.includes("+"), false);
  assert(text.includes("B… until"), text);
});
