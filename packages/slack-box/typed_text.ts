import type { WorkspaceState } from "./state.ts";
import { escapeText } from "./web_api/presentation.ts";
import { handleOf } from "./web_api/user_object.ts";

/** What is special in a typed text; within code ticks nothing is. */
const CODE = "`[^`\\n]+`";
const ADDRESS = "https?://[^\\s<>|`]+";
const MAIL = "[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+";
/** What does not end an address, though it may stand within one. */
const CLOSING = /[.,;:!?)\]}'"*_~\u2018-\u201D]+$/;

/**
 * What Slack makes of a text as it is typed: mentions, channel names, addresses
 * and entities (Slack, "Formatting text").
 */
export function encodeTyped(state: WorkspaceState, text: string): string {
  const marks = marksOf(state);
  const names = [...marks.keys()]
    .sort((left, right) => right.length - left.length)
    .map(escapePattern);
  const mark = `(?<![\\p{L}\\p{N}@#_-])(?:${
    names.join("|")
  })(?![\\p{L}\\p{N}_-])`;
  const special = new RegExp([CODE, ADDRESS, MAIL, mark].join("|"), "giu");
  let encoded = "";
  let end = 0;
  for (const match of text.matchAll(special)) {
    encoded += escapeText(text.slice(end, match.index));
    end = match.index + match[0].length;
    encoded += encodeSpecial(match[0], marks);
  }
  return encoded + escapeText(text.slice(end));
}

function encodeSpecial(
  typed: string,
  marks: ReadonlyMap<string, string>,
): string {
  const mark = marks.get(typed.toLowerCase());
  if (mark !== undefined) return mark;
  if (typed.startsWith("`")) return escapeText(typed);
  const closing = CLOSING.exec(typed)?.[0] ?? "";
  const address = escapeText(typed.slice(0, typed.length - closing.length));
  const link = /^https?:/i.test(typed)
    ? `<${address}>`
    : `<mailto:${address}|${address}>`;
  return link + escapeText(closing);
}

/** What stands for a mention, by what people type, in lower case. */
function marksOf(state: WorkspaceState): Map<string, string> {
  const marks = new Map<string, string>();
  for (const range of ["here", "channel", "everyone"]) {
    marks.set(`@${range}`, `<!${range}>`);
  }
  for (const { id, name, handle = name } of state.userGroups?.values() ?? []) {
    marks.set(`@${handle.toLowerCase()}`, `<!subteam^${id}>`);
  }
  for (const { id, name } of state.channels.values()) {
    marks.set(`#${name.toLowerCase()}`, `<#${id}|${name}>`);
  }
  for (const { id, name } of state.people.values()) {
    marks.set(`@${name.toLowerCase()}`, `<@${id}>`);
  }
  for (const name of [state.appName, handleOf(state)]) {
    marks.set(`@${name.toLowerCase()}`, `<@${state.botUserId}>`);
  }
  return marks;
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}
