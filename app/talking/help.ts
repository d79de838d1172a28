import { help } from "../../talking/texts/help.ts";
import type { Handler } from "./asked.ts";

export const helpHandler: Handler<"help"> = {
  needsPlace: false,
  asksShared: false,
  answer: ({ config }) =>
    Promise.resolve({
      answer: help(config.talk?.docs_url ?? null),
      to: "all",
    }),
};
