import { dateOf, dayOf, weekdayOf } from "./date_time.ts";
import type { Rule } from "./rule.ts";

/** Whether a rule takes a day, by those of its parts that choose days. */
export function takesDay(rule: Rule, day: number): boolean {
  const { months, weeks, yearDays, monthDays, days } = rule;
  if (days && !days.some(({ weekday }) => weekday === weekdayOf(day))) {
    return false;
  }
  if (!months && !weeks && !yearDays && !monthDays && !hasNth(rule)) {
    return true;
  }
  const date = dateOf(day);
  if (months && !months.includes(date.month)) return false;
  if (monthDays && !isIn(monthDays, date.day, monthLength(date))) return false;
  if (yearDays) {
    const first = dayOf(date.year, 1, 1);
    const length = dayOf(date.year + 1, 1, 1) - first;
    if (!isIn(yearDays, day - first + 1, length)) return false;
  }
  if (weeks && !isInWeeks(weeks, day, rule.weekStart)) return false;
  return !hasNth(rule) || isNth(rule, day, date);
}

function hasNth({ days }: Rule): boolean {
  return days !== null && days.some(({ nth }) => nth !== 0);
}

/** Whether the list has a number, counted from the start or from the end. */
function isIn(list: readonly number[], number: number, last: number): boolean {
  return list.includes(number) || list.includes(number - last - 1);
}

function monthLength({ year, month }: { year: number; month: number }): number {
  const next = month === 12 ? dayOf(year + 1, 1, 1) : dayOf(year, month + 1, 1);
  return next - dayOf(year, month, 1);
}

/** Whether it is, for example, the second or the last Monday, as the rule says. */
function isNth(
  { days, nthOfMonth }: Rule,
  day: number,
  date: { year: number; month: number; day: number },
): boolean {
  const first = nthOfMonth
    ? dayOf(date.year, date.month, 1)
    : dayOf(date.year, 1, 1);
  const length = nthOfMonth
    ? monthLength(date)
    : dayOf(date.year + 1, 1, 1) - first;
  const fromFirst = Math.floor((day - first) / 7) + 1;
  const fromLast = -Math.floor((first + length - 1 - day) / 7) - 1;
  const weekday = weekdayOf(day);
  return days!.some((each) =>
    each.weekday === weekday &&
    (each.nth === 0 || each.nth === fromFirst || each.nth === fromLast)
  );
}

/** A year's first week is the first with at least four of its days (ISO 8601). */
function isInWeeks(
  weeks: readonly number[],
  day: number,
  weekStart: number,
): boolean {
  const monday = day - ((weekdayOf(day) - weekStart + 7) % 7);
  // A week belongs to the year of its fourth day.
  const { year } = dateOf(monday + 3);
  const first = firstWeekOf(year, weekStart);
  const length = (firstWeekOf(year + 1, weekStart) - first) / 7;
  return isIn(weeks, (monday - first) / 7 + 1, length);
}

/** The first day of the year's first week. */
function firstWeekOf(year: number, weekStart: number): number {
  const fourth = dayOf(year, 1, 4);
  return fourth - ((weekdayOf(fourth) - weekStart + 7) % 7);
}
