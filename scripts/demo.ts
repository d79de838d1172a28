import { day, DAY_END } from "./demo/day.ts";
import { judge } from "./demo/judge.ts";
import { playDay } from "./demo/play.ts";
import { consoleStage } from "./demo/stage.ts";

/** Plays a working day in the local workspace; exits 1 unless everybody has back what was theirs. */
const stage = consoleStage();
const played = await playDay(day, DAY_END, stage);
const failures = judge(day, played, stage);
Deno.exit(failures === 0 ? 0 : 1);
