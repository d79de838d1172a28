/** Every workflow of the app, a line each; the manifest takes them from here. */
export { default as AskConfirmEarlyEnds } from "./ask_confirm_early_ends.ts";
export { default as AskPutEverybodyBack } from "./ask_put_everybody_back.ts";
export { default as ConfirmEarlyEnds } from "./confirm_early_ends.ts";
export { default as DeclareDeployFreeze } from "./declare_deploy_freeze.ts";
export { default as EndDeclared } from "./end_declared.ts";
export { default as Home } from "./home.ts";
export { default as MyHistory } from "./my_history.ts";
export { default as OptIn } from "./opt_in.ts";
export { default as OptOut } from "./opt_out.ts";
export { default as PutEverybodyBack } from "./put_everybody_back.ts";
export { default as PutOnePersonBack } from "./put_one_person_back.ts";
export { default as SetUp } from "./set_up.ts";
export { default as StartFocusTime } from "./start_focus_time.ts";
export { default as SwitchMode } from "./switch_mode.ts";
export { default as Sync } from "./sync.ts";
export { default as TakeTimeOff } from "./take_time_off.ts";
export { default as UndoEnd } from "./undo_end.ts";
