/** What a person is told about their own presence. */
import type { OwnPresence } from "../../reconciler/presence.ts";
import { type Answer, type Line, line, name, title } from "../answer.ts";
import { shownPresence } from "../shown_presence.ts";

/** What Slack shows of a person, for this person alone. */
export interface SeenPresence {
  own: OwnPresence;
  /** Why only `presence` is known; left out: their own token was used. */
  notOwn?: { kind: "notConnected" } | { kind: "rejected"; error: string };
}

export function myPresence({ own, notOwn }: SeenPresence): Answer {
  return [{
    lines: [
      line`${shownPresence(own)}`,
      ...detailLines(own),
      ...(notOwn === undefined ? [] : [notOwnLine(notOwn)]),
    ],
  }];
}

function detailLines({ connection_count, last_activity }: OwnPresence): Line[] {
  return [
    ...(connection_count === undefined
      ? []
      : [line`Slack clients that are connected: ${`${connection_count}`}.`]),
    ...(last_activity === undefined
      ? []
      : [line`Your last activity: ${{ at: last_activity }}.`]),
  ];
}

function notOwnLine(notOwn: NonNullable<SeenPresence["notOwn"]>): Line {
  return notOwn.kind === "rejected"
    ? line`Slack tells more only to your own account, and rejects the connection to it (${
      name(notOwn.error)
    }). Connect it again with ${title("Opt in")}: your choices stay.`
    : line`Slack tells more only to your own account. Connect it with ${
      title("Opt in")
    }.`;
}
