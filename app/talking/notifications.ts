import { answer, line } from "../../talking/answer.ts";
import type { Handler } from "./asked.ts";

export const notificationConfigHandler: Handler<"notificationConfig"> = {
  needsPlace: true,
  asksShared: false,
  answer: () =>
    Promise.resolve({ answer: answer(line`To be written.`), to: "all" }),
};

export const enableNotificationHandler: Handler<"enableNotification"> = {
  needsPlace: true,
  asksShared: false,
  answer: () =>
    Promise.resolve({ answer: answer(line`To be written.`), to: "all" }),
};

export const disableNotificationHandler: Handler<"disableNotification"> = {
  needsPlace: true,
  asksShared: false,
  answer: () =>
    Promise.resolve({ answer: answer(line`To be written.`), to: "all" }),
};
