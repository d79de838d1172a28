import * as v from "valibot";
import { isDate } from "../../zoned_time.ts";
import { Id, Text, Whole } from "../../http/validate.ts";

const Day = v.pipe(v.string(), v.check(isDate, "a day such as 2026-03-02"));

/** A number in who's out, the same in digits in the directory. */
const EmployeeId = v.pipe(
  v.union([Whole, Id]),
  v.transform((id) => String(id)),
);

/** Of somebody's absence, `end` being the last day of it. */
const TimeOff = v.object({
  type: v.literal("timeOff"),
  employeeId: EmployeeId,
  name: Text,
  start: Day,
  end: Day,
});

/**
 * `GET /api/v1/time_off/whos_out`
 * (documentation.bamboohr.com/reference/list-whos-out)
 */
export const WhosOut = v.array(v.variant("type", [
  TimeOff,
  v.object({ type: v.literal("holiday") }),
]));

/**
 * `GET /api/v1/employees/directory`; which fields an employee has is the
 * company's to say (documentation.bamboohr.com/reference/get-employees-directory).
 */
export const Directory = v.object({
  employees: v.array(v.object({ id: EmployeeId, workEmail: Text })),
});

export type TimeOff = v.InferOutput<typeof TimeOff>;
