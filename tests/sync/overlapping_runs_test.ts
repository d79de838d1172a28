import { assertEquals } from "@std/assert";
import { at, person, scenario, schedule, shift } from "./day.ts";
import { History } from "./history.ts";
import { inSession, type Session } from "./session.ts";

const START = "12:00";

function focusUntil(end: string) {
  return [schedule("focus", shift("ann", at(START), at(end)))];
}

/** Does `action` a number of seconds into what runs at the start. */
function later(session: Session, seconds: number, action: () => unknown): void {
  const ms = Date.parse(at(START)) + seconds * 1000;
  session.workspace.at(ms, () => void action());
}

Deno.test("a run that read the rosters before they moved undoes nothing of a later one", async () => {
  const day = scenario([person("ann")], focusUntil("13:15"));
  await inSession(day, async (session) => {
    await session.to(at("11:59"));
    const history = new History(session);
    const sync = () => session.trip("Sync now", { user: "UANN" });
    for (const seconds of [2.9, 3.8, 5.2]) later(session, seconds, sync);
    later(session, 4.8, () => session.roster(focusUntil("14:25")));
    await session.to(at("12:02"));
    const shown = history.of("UANN").status.map(({ after }) => after.text);
    assertEquals(shown, ["Focus time until 13:15", "Focus time until 14:25"]);
  });
});
