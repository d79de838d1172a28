/** The zones that calendars of the test use, as their makers define them. */
export interface ZoneDefinition {
  /** The zone's name on Windows. */
  windows: string;
  standard: { offset: string; begins: string };
  /** `null`: the clocks never change. */
  daylight: { offset: string; begins: string } | null;
}

const EUROPE = {
  standard: "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
  daylight: "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
};

function european(windows: string, standard: string, daylight: string) {
  return {
    windows,
    standard: { offset: standard, begins: EUROPE.standard },
    daylight: { offset: daylight, begins: EUROPE.daylight },
  };
}

export const DEFINITIONS: Readonly<Record<string, ZoneDefinition>> = {
  "Europe/Berlin": european("W. Europe Standard Time", "+0100", "+0200"),
  "Europe/London": european("GMT Standard Time", "+0000", "+0100"),
  "America/New_York": {
    windows: "Eastern Standard Time",
    standard: {
      offset: "-0500",
      begins: "FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
    },
    daylight: {
      offset: "-0400",
      begins: "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
    },
  },
  "Asia/Kolkata": {
    windows: "India Standard Time",
    standard: { offset: "+0530", begins: "" },
    daylight: null,
  },
};

/** The hour of the wall clock at which a part begins. */
function hourOf(zone: string, part: "standard" | "daylight"): string {
  if (zone === "America/New_York") return "02";
  const london = zone === "Europe/London";
  return part === "standard" ? london ? "02" : "03" : london ? "01" : "02";
}

/** The lines of a `VTIMEZONE`. */
export function zoneLines(zone: string, name: string): string[] {
  const { standard, daylight } = DEFINITIONS[zone]!;
  const part = (
    kind: "standard" | "daylight",
    { offset, begins }: { offset: string; begins: string },
    from: string,
  ) => [
    `BEGIN:${kind.toUpperCase()}`,
    `DTSTART:16010101T${hourOf(zone, kind)}0000`,
    `TZOFFSETFROM:${from}`,
    `TZOFFSETTO:${offset}`,
    ...(begins === "" ? [] : [`RRULE:${begins}`]),
    `END:${kind.toUpperCase()}`,
  ];
  return [
    "BEGIN:VTIMEZONE",
    `TZID:${name}`,
    ...part("standard", standard, daylight?.offset ?? standard.offset),
    ...(daylight === null ? [] : part("daylight", daylight, standard.offset)),
    "END:VTIMEZONE",
  ];
}
