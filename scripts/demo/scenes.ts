import { dayScene } from "./day/scene.ts";
import type { Scene } from "./scene.ts";
import { sourcesScene } from "./sources/scene.ts";
import { talkScene } from "./talk/scene.ts";

/** Every scene of the demo, by its name. */
export const SCENES: Readonly<Record<string, () => Scene>> = {
  day: dayScene,
  sources: sourcesScene,
  talk: talkScene,
};
