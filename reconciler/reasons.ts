/**
 * Why something is done or left, as reports tell it of a person. The app's messages
 * say the same to the person themselves.
 */
export const REASONS = {
  noShift: "no shift",
  shiftOver: "shift over",
  offRoster: "no longer on the roster",
  endedByThem: "they ended it",
  groupEnded: "it was ended, or they left its group",
  noLongerAllowed: "they no longer allow it",
  optedOut: "opted out",
  restoredOne: "an operator restored this person",
  dismissedByThem: "they skipped this shift",
  paused: "they paused",
  restoredEveryone: "an operator restored everyone",
  notAskedFor: "not asked for",
  notOurs: "their status is their own",
  notSilenced: "on call, so not silenced",
  changedByThem: "they changed it: kept",
  untilClear: "theirs until it is clear",
} as const;
