import type { Abilities, Series } from "./series_model.ts";
import { DEFINITIONS } from "./zone_definitions.ts";

/** How a maker writes calendars. */
export interface Maker extends Abilities {
  name: string;
  /** The lines after `VERSION`. */
  head: string[];
  newline: "\r\n" | "\n";
  /** What a line is folded after, in octets, and what the next begins with. */
  fold: { octets: number; with: " " | "\t" } | null;
  tzidOf: (zone: string) => string;
  /** Who an event is for. */
  who: "ATTENDEE" | "SUMMARY";
  /** How the end of whole days' series is written. */
  untilOfDays: "date" | "local midnight in UTC";
  exceptDates: "on a line each" | "in one line";
  /** Whether a deleted one of whole days is written as a local midnight. */
  exceptDaysByTime: boolean;
  /** Whether a changed occurrence repeats the rule of its series. */
  copiesRule: boolean;
  lengthBy: "DTEND" | "DURATION";
  cancelledBy: "STATUS:CANCELLED" | "STATUS:CANCELED" | "Canceled: ";
  /** Whether a series that ends is a list of dates (`RDATE`) instead of a rule. */
  listsDates: boolean;
  ruleOf: (repeats: string[], end: string[]) => string;
  /** Further lines of an event. */
  own: (series: Series) => string[];
}

const ZONES = Object.keys(DEFINITIONS);
const PLAIN: Omit<Maker, "name" | "head"> = {
  zones: [...ZONES, null],
  repeats: true,
  changes: ["deleted", "cancelled", "given away", "moved"],
  cancels: true,
  newline: "\r\n",
  fold: { octets: 75, with: " " },
  tzidOf: (zone) => zone,
  who: "ATTENDEE",
  untilOfDays: "date",
  exceptDates: "on a line each",
  exceptDaysByTime: false,
  copiesRule: false,
  lengthBy: "DTEND",
  cancelledBy: "STATUS:CANCELLED",
  listsDates: false,
  ruleOf: (repeats, end) => [...repeats, ...end].join(";"),
  own: () => [],
};

export const MAKERS: readonly Maker[] = [
  {
    ...PLAIN,
    name: "Google",
    head: ["PRODID:-//Google Inc//Google Calendar 70.9054//EN"],
    ruleOf: ([freq, ...more], end) =>
      [freq, "WKST=MO", ...end, ...more].join(";") + ";",
    own: () => ["TRANSP:OPAQUE", "DESCRIPTION:\\n-::~:~::\\nJoin: https://x.y"],
  },
  {
    ...PLAIN,
    name: "Outlook",
    head: ["PRODID:Microsoft Exchange Server 2010"],
    // Whole days are what it writes in ways of its own.
    zones: [...ZONES, null, null, null],
    tzidOf: (zone) => DEFINITIONS[zone]!.windows,
    untilOfDays: "local midnight in UTC",
    exceptDates: "in one line",
    exceptDaysByTime: true,
    cancelledBy: "Canceled: ",
    ruleOf: ([freq, ...more], end) =>
      [freq, ...end, ...more, "WKST=MO"].join(";"),
    own: ({ zone }) => [
      `X-MICROSOFT-CDO-ALLDAYEVENT:${zone === null ? "TRUE" : "FALSE"}`,
      "X-MICROSOFT-DISALLOW-COUNTER:FALSE",
    ],
  },
  {
    ...PLAIN,
    name: "Confluence",
    head: ["PRODID:-//Atlassian Confluence//Calendar Plugin 1.0//EN"],
    changes: ["deleted", "given away", "moved"],
    cancels: false,
    copiesRule: true,
    own: () => ["CATEGORIES:On-call support", "STATUS:CONFIRMED"],
  },
  {
    ...PLAIN,
    name: "macOS",
    head: ["PRODID:-//Apple Inc.//macOS 14.4//EN", "CALSCALE:GREGORIAN"],
    lengthBy: "DURATION",
    own: () => ["X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC"],
  },
  {
    ...PLAIN,
    name: "BambooHR",
    head: ["PRODID:-//BambooHR//Who's Out//EN"],
    zones: [null],
    repeats: false,
    changes: [],
    cancels: false,
    newline: "\n",
    fold: null,
    who: "SUMMARY",
  },
  {
    ...PLAIN,
    name: "Lotus Notes",
    head: ["PRODID:-//Lotus Development Corporation//NONSGML Notes 9.0//EN_C"],
    zones: ZONES,
    tzidOf: (zone) => `"${zone}"`,
    changes: ["given away", "moved", "moved from here on"],
    cancelledBy: "STATUS:CANCELED",
    fold: { octets: 72, with: "\t" },
    listsDates: true,
  },
  {
    ...PLAIN,
    name: "PagerDuty",
    head: ["PRODID:-//PagerDuty//NONSGML Schedule//EN", "X-WR-TIMEZONE:UTC"],
    zones: ["UTC"],
    repeats: false,
    changes: [],
    cancels: false,
  },
  {
    ...PLAIN,
    name: "Opsgenie",
    head: ["PRODID:-//Opsgenie//On-call//EN", "METHOD:PUBLISH"],
    zones: ["UTC"],
    repeats: false,
    changes: [],
    cancels: false,
    newline: "\n",
    who: "SUMMARY",
    lengthBy: "DURATION",
  },
];
