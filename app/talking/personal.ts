import { answer, line } from "../../talking/answer.ts";
import type { Handler } from "./asked.ts";

export const homeHandler: Handler<"home"> = {
  needsPlace: false,
  asksShared: false,
  answer: () =>
    Promise.resolve({ answer: answer(line`To be written.`), to: "all" }),
};

export const myHistoryHandler: Handler<"myHistory"> = {
  needsPlace: false,
  asksShared: false,
  answer: () =>
    Promise.resolve({ answer: answer(line`To be written.`), to: "all" }),
};

export const optInHandler: Handler<"optIn"> = {
  needsPlace: false,
  asksShared: false,
  answer: () =>
    Promise.resolve({ answer: answer(line`To be written.`), to: "all" }),
};

export const optOutHandler: Handler<"optOut"> = {
  needsPlace: false,
  asksShared: false,
  answer: () =>
    Promise.resolve({ answer: answer(line`To be written.`), to: "all" }),
};
