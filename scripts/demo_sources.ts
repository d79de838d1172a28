import { consoleStage } from "./demo/stage.ts";
import { moments } from "./demo_sources/moments.ts";
import { playMoments } from "./demo_sources/play.ts";
import { judge } from "./demo_sources/judge.ts";

/** Plays a day with every kind of source, one of them down; exits 1 unless all is as expected. */
const stage = consoleStage();
const played = await playMoments(moments, stage);
const failures = judge(moments, played, stage);
Deno.exit(failures === 0 ? 0 : 1);
