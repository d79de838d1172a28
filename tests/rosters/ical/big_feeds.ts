const ZONES = [
  ...["Europe/London", "America/New_York", "Asia/Kathmandu"],
  ...["Australia/Lord_Howe", "Pacific Standard Time"],
];
const RULES = [
  ...["", "", "", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=MONTHLY;BYDAY=-1FR"],
  ...["FREQ=YEARLY", "FREQ=WEEKLY;INTERVAL=6", "FREQ=DAILY;COUNT=3000"],
  ...["FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=WEEKLY;UNTIL=20240101T000000Z"],
];

/** 20 000 events of fourteen years in six megabytes, most of them recurring. */
export function bigFeed(events = 20_000): string {
  const texts = ["BEGIN:VCALENDAR", "VERSION:2.0", "X-WR-CALNAME:Everybody"];
  for (let at = 0; at < events; at++) {
    const zone = ZONES[at % ZONES.length]!;
    const rule = RULES[at % RULES.length]!;
    const person = at % 300;
    const month = String(1 + at % 12).padStart(2, "0");
    const day = String(1 + at % 28).padStart(2, "0");
    const date = `${2014 + at % 14}${month}${day}`;
    texts.push(
      ...["BEGIN:VEVENT", `UID:${at}@example.com`, "DTSTAMP:20260101T000000Z"],
      `DTSTART;TZID=${zone}:${date}T090000`,
      `DTEND;TZID=${zone}:${date}T170000`,
      ...(rule === "" ? [] : [`RRULE:${rule}`]),
      `SUMMARY:On call - Person ${person}`,
      "DESCRIPTION:Some words that nobody reads about an event of a calendar",
      `ATTENDEE;CN="Person ${person}":mailto:person${person}@example.com`,
      "END:VEVENT",
    );
  }
  return [...texts, "END:VCALENDAR", ""].join("\r\n");
}
