/** Answers about oneself, and what is said to somebody who has not opted in. */
import { type Answer, answer, line } from "../answer.ts";

const OPT_IN = {
  text: "Opt in",
  workflow: "opt_in",
  inputs: {},
  style: "primary",
} as const;

/** What opting in means, with the button for it. */
export function whatItDoes(): Answer {
  return answer(
    line`Shiftlight shows your shifts, such as on call or time off, in your Slack status, and restores exactly what was there before. It does nothing for you until you opt in, and you choose what may show.`,
    {
      ...line`To choose, and to connect your account, press the button. You can opt out at any time.`,
      button: OPT_IN,
    },
  );
}

/** Sent once to a person who has not opted in, with the answer to their first command. */
export function offerToOptIn(): Answer {
  return [
    ...answer(
      line`You have just asked Shiftlight something. It can do more for you.`,
    ),
    ...whatItDoes(),
  ];
}
