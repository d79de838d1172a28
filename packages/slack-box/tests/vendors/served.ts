import { parseSchedules } from "../../scenario.ts";
import { shiftlight } from "../../shiftlight.ts";
import { Roster } from "../../vendors/roster.ts";
import type { MakeStandIn } from "../../vendors/stand_in.ts";
import type { Seen } from "../../../../tests/rosters/fake_vendor.ts";
import { START_MS } from "../fixture/workspace.ts";

/** The credential that `served` takes. */
export const TOKEN = "stand-in-token";

/** A stand-in that serves these schedules, as `readerOf` asks it. */
export function served(make: MakeStandIn, schedules: unknown) {
  const parsed = parseSchedules(schedules, shiftlight);
  const roster = new Roster(parsed, new Map());
  const standIn = make({ roster, token: TOKEN, rates: "documented" });
  return ({ method, path, query, headers }: Omit<Seen, "redirect">) => {
    const header = (name: string) => headers.get(name);
    const answer = standIn.answer({ method, path, query, header }, START_MS);
    const { status, body } = answer;
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return new Response(text, { status, headers: answer.headers });
  };
}
