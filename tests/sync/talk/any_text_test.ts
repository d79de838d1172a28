import { assert } from "@std/assert";
import fc from "fast-check";
import { plain, talking } from "./talking.ts";

/** What people may type: commands with names, markup, marks, absurd characters. */
const words = fc.oneof(
  fc.constantFrom(
    ...["@Shiftlight", "link", "unlink", "schedule", "who", "is", "on call"],
    ...["notification", "enable", "disable", "Handoff", "list", "all", "my"],
    ...["shifts", "home", "help", "opt in", "payments", "search", "pay"],
    ...["<!channel>", "<@UBOB>", "*", "`", "“", "\u00a0", "\n", "\u202e", "😀"],
  ),
  fc.string({ unit: "binary", maxLength: 20 }),
);

Deno.test("any text gets an answer or silence, and never a failed run", async () => {
  await talking(async (talk) => {
    let minutes = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(words, { minLength: 1, maxLength: 12 }),
        fc.boolean(),
        async (typed, isDirect) => {
          const text = typed.join(" ");
          if (text.trim() === "") return;
          minutes++;
          await talk.session.to(
            new Date(Date.UTC(2026, 2, 2, 10, minutes)).toISOString(),
          );
          const where = isDirect ? {} : { channel: "CPAY" };
          const answers = await talk.say("UALICE", text, where);
          for (const answer of answers) {
            assert(plain(answer).trim() !== "", text);
            assert(answer.text.length <= 12_000, text);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
