import { myPresence } from "../../talking/texts/presence.ts";
import { seenPresence } from "../presence/seen_presence.ts";
import type { Handler } from "./asked.ts";

/** Only the person themselves may know more of their presence than others see. */
export const myPresenceHandler: Handler<"myPresence"> = {
  needsPlace: false,
  asksShared: false,
  async answer(execution, { by }) {
    const seen = await seenPresence(execution, by.id);
    return { answer: myPresence(seen), to: "person" };
  },
};
