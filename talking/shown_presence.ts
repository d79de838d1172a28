import type { OwnPresence } from "../reconciler/presence.ts";

/** What Slack shows of a person, and why, as they read it. */
export function shownPresence(own: OwnPresence): string {
  const shown = own.presence === "active"
    ? "Slack shows you as active."
    : "Slack shows you as away.";
  return [shown, ...whyAway(own)].join(" ");
}

/** Several reasons may hold; the strongest is told. */
function whyAway({ manual_away, online, auto_away }: OwnPresence): string[] {
  if (manual_away) {
    return [
      "You are set away. That lasts until it is taken back, also when you open Slack again.",
    ];
  }
  if (online === false) {
    return [
      "No Slack client of yours is connected. It changes by itself when you open Slack.",
    ];
  }
  if (auto_away) {
    return [
      "You did nothing in Slack for ten minutes. It changes by itself when you do something.",
    ];
  }
  return [];
}
