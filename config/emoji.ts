const EMOJI = /^:[^\s:]+:(:skin-tone-[2-6]:)?$/;
// Raw pictographs are refused by Slack even between colons.
const PICTOGRAPH = /\p{Extended_Pictographic}(?<![0-9#*©®])/u;

/** Whether it is an emoji's name as Slack takes it: `:pager:`, `:wave::skin-tone-3:`. */
export function isEmojiName(emoji: string): boolean {
  return EMOJI.test(emoji) && !PICTOGRAPH.test(emoji);
}

/** What is wrong with one that is not. */
export function emojiProblem(emoji: string): string {
  const name = emoji.replace(/^[:\s]+|[:\s]+$/g, "");
  return !/^[^\s:]+$/.test(name) || PICTOGRAPH.test(name)
    ? `${JSON.stringify(emoji)} is not an emoji's name, such as ":pager:"`
    : `${
      JSON.stringify(emoji)
    } needs a colon on both sides, such as ":${name}:"`;
}
