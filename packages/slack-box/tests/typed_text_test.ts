import { assertEquals } from "@std/assert";
import { encodeTyped } from "../typed_text.ts";
import { person, workspace } from "./web_api/workspace.ts";

function encode(text: string): string {
  const alice = person("UALICE", { name: "alice" });
  const long = person("ULONG", { name: "alice b." });
  const state = workspace({
    people: new Map([["UALICE", alice], ["ULONG", long]]),
    userGroups: new Map([["SREL", {
      id: "SREL",
      name: "Releases",
      handle: "rel",
      members: [],
    }]]),
  });
  state.channels.set("CPAY", {
    id: "CPAY",
    name: "payments",
    private: false,
    archived: false,
    app: true,
    members: null,
    mentions: true,
    shared: false,
  });
  return encodeTyped(state, text);
}

Deno.test("mentions, channels and addresses are encoded as Slack does", () => {
  const cases: [string, string][] = [
    ["@Shiftlight help", "<@UBOT> help"],
    ["@shiftlight\u00a0help", "<@UBOT>\u00a0help"],
    ["*@Shiftlight* help", "*<@UBOT>* help"],
    ["thanks @Shiftlight!", "thanks <@UBOT>!"],
    ["@Shiftlights", "@Shiftlights"],
    ["@alice, @alice b. and @bob", "<@UALICE>, <@ULONG> and @bob"],
    [
      "@rel @here @channel @everyone",
      "<!subteam^SREL> <!here> <!channel> <!everyone>",
    ],
    ["in #payments, not #pay", "in <#CPAY|payments>, not #pay"],
    ["a & b < c > d", "a &amp; b &lt; c &gt; d"],
    ["<!channel> <@UALICE>", "&lt;!channel&gt; &lt;@UALICE&gt;"],
    [
      "see https://x.example/a?b=1&c=2.",
      "see <https://x.example/a?b=1&amp;c=2>.",
    ],
    ["(https://x.example)", "(<https://x.example>)"],
    ["“https://x.example”", "“<https://x.example>”"],
    [
      "mail alice@example.com",
      "mail <mailto:alice@example.com|alice@example.com>",
    ],
    ["`@Shiftlight & #payments`", "`@Shiftlight &amp; #payments`"],
    ["@Shiftlight `list`", "<@UBOT> `list`"],
    ["one\n@Shiftlight two", "one\n<@UBOT> two"],
    [
      "\u201cPayments\u201d \u2013 \u202epay",
      "\u201cPayments\u201d \u2013 \u202epay",
    ],
  ];
  for (const [typed, encoded] of cases) {
    assertEquals([typed, encode(typed)], [typed, encoded]);
  }
});
