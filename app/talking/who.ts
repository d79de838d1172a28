import { answer, line } from "../../talking/answer.ts";
import type { Handler } from "./asked.ts";

export const whoHandler: Handler<"who"> = {
  needsPlace: false,
  asksShared: true,
  answer: () =>
    Promise.resolve({ answer: answer(line`To be written.`), to: "all" }),
};

export const myShiftsHandler: Handler<"myShifts"> = {
  needsPlace: false,
  asksShared: false,
  answer: () =>
    Promise.resolve({ answer: answer(line`To be written.`), to: "all" }),
};
