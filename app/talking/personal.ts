import { postMessage } from "../../slack/messages.ts";
import { sendHistory } from "../audit/my_history.ts";
import { optOutLater } from "../consent/opt_out_later.ts";
import { sendHome } from "../home/my_shiftlight.ts";
import { whatItDoes } from "../../talking/texts/personal.ts";
import type { Handler, Outcome } from "./asked.ts";

const PERSONAL = { needsPlace: false, asksShared: false };

/** The answer has been sent already, by direct message. */
const SENT: Outcome = { answer: [], to: "person" };

export const homeHandler: Handler<"home"> = {
  ...PERSONAL,
  async answer(execution, { by }) {
    await sendHome(execution, by);
    return SENT;
  },
};

export const myHistoryHandler: Handler<"myHistory"> = {
  ...PERSONAL,
  async answer(execution, { by }) {
    await sendHistory(execution, by.id);
    return SENT;
  },
};

/** Opting in takes a form, in which Slack connects the account: a button opens it. */
export const optInHandler: Handler<"optIn"> = {
  ...PERSONAL,
  answer: () => Promise.resolve({ answer: whatItDoes(), to: "person" }),
};

export const optOutHandler: Handler<"optOut"> = {
  ...PERSONAL,
  async answer(execution, { by }) {
    const message = await optOutLater(execution, by.id);
    await postMessage(execution.client, by.id, message);
    return SENT;
  },
};
