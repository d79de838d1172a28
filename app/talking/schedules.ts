import type { Asker } from "../state/asker.ts";
import { matchName } from "../../talking/match_name.ts";
import { defaultNotifications } from "../../talking/notifications.ts";
import { overviewAt } from "../../talking/overview.ts";
import type { Schedule } from "../../talking/schedule.ts";
import {
  alreadyLinked,
  notLinked,
  notReadYet,
  scheduleLinked,
  scheduleList,
  scheduleUnlinked,
  sharedChannel,
} from "../../talking/texts/schedules.ts";
import { noLinkedSchedule } from "../../talking/texts/notifications.ts";
import { asFailure } from "../../slack/failure.ts";
import { deleteRecord, putRecord } from "../../slack/record_store.ts";
import {
  type ChannelLink,
  channelLinks,
  linkId,
} from "../../slack/records/talk.ts";
import { type Execution, nowOf } from "../execution.ts";
import { type Handler, type Outcome, type Place, toAsker } from "./asked.ts";
import { isLinked, type Linked, linkedAt, unreadable } from "./linked.ts";
import { readRosters, readSchedules } from "./rosters.ts";
import { notOneSchedule } from "./which_schedule.ts";

const TO_PLACE = { needsPlace: true, asksShared: false };

export const listSchedulesHandler: Handler<"listSchedules"> = {
  ...TO_PLACE,
  answer: (execution, { place }) => list(execution, place!, false),
};

export const listAllSchedulesHandler: Handler<"listAllSchedules"> = {
  ...TO_PLACE,
  answer: (execution, { place }) => list(execution, place!, true),
};

async function list(
  execution: Execution,
  place: Place,
  all: boolean,
): Promise<Outcome> {
  const broken = unreadable(place);
  if (broken) return broken;
  const read = await readRosters(execution);
  if (read === null) return toAsker(notReadYet());
  const { schedules, rosters } = read;
  const linked = linkedAt(place, schedules);
  const { schedules: coverages, oldSince } = overviewAt(
    linked.map(({ schedule }) => schedule),
    rosters,
    nowOf(execution),
  );
  const told = linked.map(({ link, isThere }, index) => ({
    coverage: coverages[index]!,
    isThere,
    linkedAt: link.linked_at,
    linkedBy: link.by_name,
  }));
  const others = all
    ? schedules.filter((each) => !isLinked(place, each))
    : null;
  return { answer: scheduleList(told, others, oldSince), to: "all" };
}

export const linkScheduleHandler: Handler<"linkSchedule"> = {
  needsPlace: true,
  asksShared: true,
  async answer(execution, { command, by, place, isShared }) {
    const broken = unreadable(place!);
    if (broken) return broken;
    if (isShared) return toAsker(sharedChannel());
    const schedules = await readSchedules(execution);
    if (schedules === null) return toAsker(notReadYet());
    const { fragment } = command;
    const match = matchName(fragment, schedules, ({ name }) => name);
    return match.kind === "one"
      ? await link(execution, place!, match.found, by)
      : toAsker(
        notOneSchedule(match, ({ name }) => name, fragment, "linkSchedule"),
      );
  },
};

async function link(
  execution: Execution,
  { channel, links }: Place,
  { source, schedule, name }: Schedule,
  by: Asker,
): Promise<Outcome> {
  const id = linkId({ channel, source, schedule });
  const known = links.find((each) => each.id === id);
  if (known) {
    const done = { schedule: name, by: known.by_name };
    return toAsker(alreadyLinked(done, known.linked_at));
  }
  const record: ChannelLink = {
    id,
    channel,
    source,
    schedule,
    name,
    linked_at: nowOf(execution),
    by: by.id,
    by_name: by.name,
    settings: {},
  };
  await putRecord(execution.client, channelLinks, record);
  return {
    answer: scheduleLinked(
      { schedule: name, by: by.name },
      defaultNotifications("channel"),
    ),
    to: "all",
    done: `${name} is linked here.`,
  };
}

export const unlinkScheduleHandler: Handler<"unlinkSchedule"> = {
  ...TO_PLACE,
  async answer(execution, { command, by, place }) {
    const broken = unreadable(place!);
    if (broken) return broken;
    if (place!.links.length === 0) return toAsker(noLinkedSchedule());
    const { fragment } = command;
    const schedules = await schedulesIfKnown(execution);
    const linked = linkedAt(place!, schedules);
    const match = matchName(fragment, linked, nameOfLinked);
    if (match.kind === "one") {
      const { link: { id }, schedule: { name } } = match.found;
      await deleteRecord(execution.client, channelLinks, id);
      return {
        answer: scheduleUnlinked({ schedule: name, by: by.name }),
        to: "all",
        done: `${name} is not linked here any more.`,
      };
    }
    const other = matchName(fragment, schedules ?? [], ({ name }) => name);
    return toAsker(
      match.kind === "none" && other.kind === "one"
        ? notLinked(other.found.name)
        : notOneSchedule(match, nameOfLinked, fragment, "unlinkSchedule"),
    );
  },
};

const nameOfLinked = ({ schedule }: Linked) => schedule.name;

/** The names of the links do without: what is on no roster can be unlinked, too. */
async function schedulesIfKnown(
  execution: Execution,
): Promise<Schedule[] | null> {
  try {
    return await readSchedules(execution);
  } catch (thrown) {
    const { message } = asFailure(thrown, "reading the schedules");
    console.warn(`names of schedules: ${message}`);
    return null;
  }
}
