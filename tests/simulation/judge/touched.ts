import type { TouchRecord, TroubleRecord } from "../recording.ts";
import { scheduleOf, type State } from "../setting.ts";
import { excusedUntil, refusedUntil } from "./excuses.ts";
import type { Truth } from "./truth.ts";

/** Steps that show nobody anything: what happens to them concerns handoffs and reports. */
const BOOKING = "book_handoffs";
const REPORTING = "report_results";

/** A person, and the state of which something of ours is shown. */
export interface Concerned {
  person: string;
  shown: State | null;
}

/**
 * Whether anything that went wrong in this time can have kept the app from
 * showing the person what is wanted: a call about them or about everybody that
 * failed, a roster of theirs that could not be read, a step that was cut short.
 */
export function isTouched(
  truth: Truth,
  whom: Concerned,
  from: number,
  to: number,
): boolean {
  const { touched, troubles } = truth.recording;
  return touched.some((met) =>
    met.at >= from && met.at <= to && met.step !== BOOKING &&
    met.step !== REPORTING && concerns(truth, met, whom, from, to)
  ) || isRefused(truth, whom, from, to) ||
    troubles.some((trouble) => isLasting(truth, trouble, whom, from, to));
}

/** The same for the booking of handoffs. */
export function isBookingTouched(
  truth: Truth,
  whom: Concerned,
  from: number,
  to: number,
): boolean {
  const inBooking = truth.recording.touched.some((met) =>
    met.at >= from && met.at <= to && met.step === BOOKING
  );
  return inBooking || isTouched(truth, whom, from, to);
}

/** Whether something about the person, or any roster, was not read in this time. */
export function isMisread(
  truth: Truth,
  person: string,
  from: number,
  to: number,
): boolean {
  const { touched, troubles } = truth.recording;
  const misread = touched.some(({ at, killed, people, schedules, method }) =>
    at >= from && at <= to && !killed && !method.startsWith("chat.") &&
    (schedules.length > 0 || people === null || people.includes(person))
  );
  return misread ||
    troubles.some((trouble) =>
      trouble.from <= to && trouble.to >= from && trouble.schedules.length > 0
    );
}

function concerns(
  truth: Truth,
  { people, schedules, method }: TouchRecord,
  whom: Concerned,
  from: number,
  to: number,
): boolean {
  if (method.startsWith("chat.")) return false;
  if (schedules.length > 0) {
    return isOn(truth, schedules, whom, from, to);
  }
  return people === null || people.includes(whom.person);
}

/** Whether the person is on one of these schedules, or shows a state that may be of them. */
function isOn(
  truth: Truth,
  schedules: readonly string[],
  { person, shown }: Concerned,
  from: number,
  to: number,
): boolean {
  const places = [0, 1];
  const showsIt = shown !== null &&
    places.some((place) => schedules.includes(scheduleOf(shown, place).id));
  return showsIt ||
    truth.rosters(from, to).some((shifts) =>
      shifts.some((joined) =>
        joined.person === person &&
        joined.parts.some(({ state, place }) =>
          place !== null && schedules.includes(scheduleOf(state, place).id)
        )
      )
    );
}

/** Whether Slack refused something for the person, who is tried again within the hour. */
function isRefused(
  truth: Truth,
  { person }: Concerned,
  from: number,
  to: number,
): boolean {
  return truth.recording.touched.some(({ refused, people, at }) =>
    refused && people?.includes(person) && at <= to &&
    refusedUntil(truth, person, at) >= from
  );
}

/** Whether something lasts that leaves no failed call behind. */
function isLasting(
  truth: Truth,
  trouble: TroubleRecord,
  whom: Concerned,
  from: number,
  to: number,
): boolean {
  const { kind, person, schedules } = trouble;
  if (trouble.from > to) return false;
  if (schedules.length > 0) {
    return trouble.to >= from && isOn(truth, schedules, whom, from, to);
  }
  if (kind === "passing" || kind === "refusal") return false;
  return person === whom.person && excusedUntil(truth, trouble) >= from;
}
