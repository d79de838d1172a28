import { DAY } from "@std/datetime";
import { SECONDS_PER_DAY } from "../../time.ts";

export const DAY_SECONDS = SECONDS_PER_DAY;

const DAYS_OF_400_YEARS = 146_097;
/** Days from the first of March of the year 0 to 1970. */
const UNTIL_1970 = 719_468;

/**
 * The days since 1970-01-01 of a date; months from 1. Years are counted from
 * March, so that the leap day is a year's last.
 */
export function dayOf(year: number, month: number, day: number): number {
  const counted = month <= 2 ? year - 1 : year;
  const cycle = Math.floor(counted / 400);
  const yearOfCycle = counted - cycle * 400;
  const monthFromMarch = (month + 9) % 12;
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + day - 1;
  const dayOfCycle = yearOfCycle * 365 + Math.floor(yearOfCycle / 4) -
    Math.floor(yearOfCycle / 100) + dayOfYear;
  return cycle * DAYS_OF_400_YEARS + dayOfCycle - UNTIL_1970;
}

/** The date of a day since 1970-01-01; months from 1. */
export function dateOf(
  day: number,
): { year: number; month: number; day: number } {
  const date = new Date(day * DAY);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
  };
}

/** 0 for Sunday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** The day of a wall time. */
export function dayOfWall(wall: number): number {
  return Math.floor(wall / DAY_SECONDS);
}
