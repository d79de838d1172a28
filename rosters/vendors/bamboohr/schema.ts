import * as v from "valibot";
import { Id, Text, Whole } from "../../http/validate.ts";
import { isDate } from "../../zoned_time.ts";

const Day = v.pipe(v.string(), v.check(isDate, "a day such as 2026-03-02"));

/** A number in who's out, the same number as text in the directory. */
const EmployeeId = v.pipe(
  v.union([Whole, Id]),
  v.transform((id) => String(id)),
);

/** One absence; `end` is its last day. */
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
 * `GET /api/v1/employees/directory`; each company chooses the fields that an
 * employee has (documentation.bamboohr.com/reference/get-employees-directory).
 */
export const Directory = v.object({
  employees: v.array(v.object({ id: EmployeeId, workEmail: Text })),
});

export type TimeOff = v.InferOutput<typeof TimeOff>;
