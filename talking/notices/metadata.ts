/** Notices as programs read them, in the metadata of the message that tells them. */
import { shortText } from "../../plain_text.ts";
import { MOST_TOLD, type Notice } from "./notice.ts";
import type { OnCallPerson } from "./schedule_state.ts";

/** As Slack takes it beside a message: of plain texts and numbers. */
export interface NoticesMetadata {
  event_type: "shiftlight_notices";
  event_payload: {
    notices: NoticeRow[];
    /** How many notices the message stands for besides. */
    more: number;
  };
}

/** Unix seconds; an end of 0 is open. What did not change is left out of `was_…`. */
interface NoticeRow extends Record<string, string | number> {
  id: string;
  name: string;
  /** The schedule's name. */
  schedule: string;
  /** `""` if it is about no one, or about several. */
  who: string;
  start: number;
  end: number;
}

/**
 * Bytes of the JSON. Slack refuses too much (`metadata_too_large`) and publishes no
 * number.
 */
const MOST_BYTES = 6000;

/**
 * @param notices In the order of the message. As many as it has lines are in it, or
 * fewer, if their names are very long.
 * @param whoOf What stands for a person.
 */
export function noticesMetadata(
  notices: readonly Notice[],
  whoOf: (person: OnCallPerson) => string,
): NoticesMetadata {
  const rows: NoticeRow[] = [];
  for (const notice of notices.slice(0, MOST_TOLD)) {
    const more = notices.length - rows.length - 1;
    const longer = metadataOf([...rows, rowOf(notice, whoOf)], more);
    if (bytesOf(longer) > MOST_BYTES) break;
    rows.push(rowOf(notice, whoOf));
  }
  return metadataOf(rows, notices.length - rows.length);
}

function metadataOf(notices: NoticeRow[], more: number): NoticesMetadata {
  return {
    event_type: "shiftlight_notices",
    event_payload: { notices, more },
  };
}

function bytesOf(metadata: NoticesMetadata): number {
  return new TextEncoder().encode(JSON.stringify(metadata)).length;
}

function rowOf(
  { id, name, schedule, who, start, end, was }: Notice,
  whoOf: (person: OnCallPerson) => string,
): NoticeRow {
  const whose = (person: OnCallPerson | null) =>
    person === null ? "" : shortText(whoOf(person));
  const isMove = name === "AssignmentMoved" || name === "AssignmentSwapped";
  return {
    ...{ id, name, schedule: shortText(schedule.name) },
    ...{ who: whose(who), start, end: end ?? 0 },
    ...(was && was.who?.identity !== who?.identity
      ? { was_who: whose(was.who) }
      : {}),
    ...(was && isMove && was.start !== start ? { was_start: was.start } : {}),
    ...(was && isMove && was.end !== end ? { was_end: was.end ?? 0 } : {}),
  };
}
