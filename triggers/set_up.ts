import { SET_UP } from "./link_triggers.ts";

/** For `slack trigger create`; opened once, it makes all the others. */
export default SET_UP;
