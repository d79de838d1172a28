import { assert, assertEquals } from "@std/assert";
import {
  channelNotices,
  ownNotices,
} from "../../../talking/notices/audience.ts";
import { messageOf } from "../../../talking/message.ts";
import { toldToChannel, toldToPerson } from "../../../talking/texts/notices.ts";
import { NOTICES } from "../answer_samples.ts";

const kindsOf = (
  notices: readonly { name: string }[],
) => [...new Set(notices.map(({ name }) => name))];

const isBob = ({ identity }: { identity: string }) => identity === "pd:bob";

Deno.test("no channel hears of a leave", () => {
  assert(kindsOf(NOTICES).includes("LeaveConflict"));
  assert(!kindsOf(channelNotices(NOTICES)).includes("LeaveConflict"));
  const { text } = messageOf(toldToChannel(NOTICES.slice(-1)));
  assertEquals(text, "");
});

Deno.test("a person gets what is about their own shifts, and no handoff of a channel's", () => {
  assertEquals(kindsOf(ownNotices(NOTICES, isBob)), [
    "AssignmentCancelled",
    "AssignmentSwapped",
  ]);
  assertEquals(ownNotices(NOTICES, isBob).length, 3);
  assertEquals(ownNotices(NOTICES, () => false), []);
  assertEquals(messageOf(toldToPerson(NOTICES, () => false)).text, "");
});
