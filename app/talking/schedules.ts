import { answer, line } from "../../talking/answer.ts";
import type { Handler } from "./asked.ts";

export const listSchedulesHandler: Handler<"listSchedules"> = {
  needsPlace: true,
  asksShared: false,
  answer: () =>
    Promise.resolve({ answer: answer(line`To be written.`), to: "all" }),
};

export const listAllSchedulesHandler: Handler<"listAllSchedules"> = {
  needsPlace: true,
  asksShared: false,
  answer: () =>
    Promise.resolve({ answer: answer(line`To be written.`), to: "all" }),
};

export const linkScheduleHandler: Handler<"linkSchedule"> = {
  needsPlace: true,
  asksShared: true,
  answer: () =>
    Promise.resolve({ answer: answer(line`To be written.`), to: "all" }),
};

export const unlinkScheduleHandler: Handler<"unlinkSchedule"> = {
  needsPlace: true,
  asksShared: false,
  answer: () =>
    Promise.resolve({ answer: answer(line`To be written.`), to: "all" }),
};
