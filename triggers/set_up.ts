import { SET_UP } from "./link_triggers.ts";

/** For `slack trigger create`. Opened once, it makes all other triggers. */
export default SET_UP;
