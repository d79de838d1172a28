import {
  isTimeZone,
  SECONDS_PER_HOUR,
  SECONDS_PER_MINUTE,
} from "../../time.ts";
import { offsetAt } from "../zoned_time.ts";
import type { Budget } from "./budget.ts";
import { windowsZone } from "./windows_zones.ts";

/** Whether a name says itself which zone it means, unlike an abbreviation. */
export function isFullName(name: string, iana: string): boolean {
  return iana === "UTC" || name.includes("/");
}

/**
 * The name of a zone in `Intl`, or `null`. Some programs put their own name
 * before it: `/freeassociation.sourceforge.net/Europe/London`.
 */
export function ianaNameOf(name: string): string | null {
  if (/^(utc|gmt|z)$/i.test(name)) return "UTC";
  const known = canonicalOf(name);
  if (known !== null || !name.startsWith("/")) return known;
  const parts = name.split("/").slice(-3);
  for (let from = 0; from < parts.length - 1; from++) {
    const shorter = canonicalOf(parts.slice(from).join("/"));
    if (shorter !== null) return shorter;
  }
  return null;
}

/** The spelling of a zone's name that `Intl` itself uses, or `null`. */
function canonicalOf(name: string): string | null {
  // Some versions of Intl also take offsets (`+02:00`) for names.
  if (!/^[A-Za-z]/.test(name) || name.length > 60) return null;
  if (!isTimeZone(name)) return null;
  const format = new Intl.DateTimeFormat("en", { timeZone: name });
  return format.resolvedOptions().timeZone;
}

/** A longer text is no name of a zone. */
const LONGEST_NAME = 200;
/** Cities of a list that are looked up, and the steps that each costs. */
const MOST_CITIES = 8;
const STEPS_OF_CITY = 500;

/**
 * The IANA name of a zone by another name, or `null`:
 * - Windows' name, also with the number that Outlook adds (`GMT Standard Time 1`),
 *   in summer (`GMT Daylight Time`) or cut short (`Eastern Time`);
 * - what Windows shows (`(UTC+01:00) Amsterdam, Berlin, Bern, Rome`), or the cities
 *   of it alone. The offset, if there is one, must be that of the zone.
 */
export function zoneOfOtherName(name: string, budget: Budget): string | null {
  if (name.length > LONGEST_NAME) return null;
  const bare = withoutNumber(name);
  return nameOfWindows(name) ?? nameOfWindows(bare) ??
    (bare === name ? null : ianaNameOf(bare)) ?? shownZone(bare, budget);
}

/** Outlook numbers zones of one name that differ in their definition. */
export function withoutNumber(name: string): string {
  return name.replace(/\s\d{1,3}$/, "").trim();
}

function nameOfWindows(name: string): string | null {
  const short = name.replace(/ ((standard|daylight|summer) )?time$/i, "");
  return windowsZone(name) ?? windowsZone(`${short} Standard Time`);
}

const SHOWN = /^\((?:UTC|GMT)\s*(?:([+-])(\d{1,2})[:.]?(\d\d))?\)\s*(.+)$/i;

function shownZone(name: string, budget: Budget): string | null {
  const [shown, sign, hours, minutes, text] = SHOWN.exec(name) ?? [];
  const places = text ?? name;
  if (shown === undefined && !/[,;]/.test(places)) return null;
  const size = Number(hours ?? 0) * SECONDS_PER_HOUR +
    Number(minutes ?? 0) * SECONDS_PER_MINUTE;
  const offset = shown === undefined ? null : sign === "-" ? -size : size;
  const fits = (zone: string | null): zone is string =>
    zone !== null && (offset === null || standardOffsetOf(zone) === offset);
  const known = PLACES.get(places.toLowerCase()) ?? nameOfWindows(places);
  if (fits(known)) return known;
  for (const city of places.split(/[,;/]/).slice(0, MOST_CITIES)) {
    budget.spend(STEPS_OF_CITY);
    const zone = zoneOfCity(city);
    if (fits(zone)) return zone;
  }
  return null;
}

/** The offset without summer time, in seconds. */
function standardOffsetOf(zone: string): number {
  const at = (day: string) => offsetAt(Date.parse(day) / 1000, zone);
  return Math.min(at("2026-01-01"), at("2026-07-01"));
}

const REGIONS = [
  ...["Europe", "America", "Asia", "Africa", "Australia", "Pacific"],
  ...["Atlantic", "Indian"],
];

/** The zone that IANA names after a city, or `null`. */
function zoneOfCity(text: string): string | null {
  const city = text.replace(/\(.*/, "").trim();
  const place = PLACES.get(city.toLowerCase());
  if (place !== undefined) return place;
  if (!/^[A-Za-z][A-Za-z .'-]*$/.test(city)) return null;
  const name = city.replace(/\s+/g, "_");
  const region = REGIONS.find((region) => isTimeZone(`${region}/${name}`));
  return region === undefined ? null : canonicalOf(`${region}/${name}`);
}

/** Places that Windows shows and after which IANA names no zone. */
const PLACES = new Map(
  `
alaska=America/Anchorage
arizona=America/Phoenix
atlantic time (canada)=America/Halifax
baja california=America/Tijuana
brasilia=America/Sao_Paulo
cabo verde is.=Atlantic/Cape_Verde
cape verde is.=Atlantic/Cape_Verde
central america=America/Guatemala
chatham islands=Pacific/Chatham
chetumal=America/Cancun
city of buenos aires=America/Buenos_Aires
coordinated universal time=UTC
easter island=Pacific/Easter
ekaterinburg=Asia/Yekaterinburg
greenland=America/Godthab
greenwich mean time=Europe/London
haiti=America/Port-au-Prince
hawaii=Pacific/Honolulu
indiana=America/Indianapolis
international date line west=Etc/GMT+12
kiritimati island=Pacific/Kiritimati
lord howe island=Australia/Lord_Howe
marquesas islands=Pacific/Marquesas
newfoundland=America/St_Johns
norfolk island=Pacific/Norfolk
nuku'alofa=Pacific/Tongatapu
port louis=Indian/Mauritius
pretoria=Africa/Johannesburg
saint pierre and miquelon=America/Miquelon
salvador=America/Bahia
samoa=Pacific/Apia
saskatchewan=America/Regina
solomon is.=Pacific/Guadalcanal
sri jayawardenepura=Asia/Colombo
turks and caicos=America/Grand_Turk
west central africa=Africa/Lagos
`.trim().split("\n").map((line) => line.split("=") as [string, string]),
);
