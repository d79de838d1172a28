import { assertEquals } from "@std/assert";
import {
  escapeText,
  escapeTexts,
  snoozeAt,
  statusAt,
} from "../../web_api/presentation.ts";
import { NOW, person } from "./workspace.ts";

Deno.test("a status shows until the second in which it expires", () => {
  const status = { text: "Lunch", emoji: ":sandwich:", expiration: NOW + 60 };
  const eater = person("UALICE", { status });
  const empty = { text: "", emoji: "", expiration: 0 };
  assertEquals(statusAt(eater, NOW + 59), status);
  assertEquals(statusAt(eater, NOW + 60), empty);
  const forever = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };
  assertEquals(statusAt(person("UBOB", { status: forever }), NOW), forever);
});

Deno.test("a status read is a copy", () => {
  const eater = person("UALICE");
  statusAt(eater, NOW).text = "changed";
  assertEquals(statusAt(eater, NOW).text, "");
});

Deno.test("a snooze ends by itself, and an indefinite one does not show", () => {
  const until = NOW + 60;
  const none = { snooze_enabled: false, snooze_until: 0 };
  const snoozing = person("UALICE", { snooze_until: until });
  assertEquals(snoozeAt(snoozing, NOW + 59), {
    snooze_enabled: true,
    snooze_until: until,
  });
  assertEquals(snoozeAt(snoozing, until), none);
  assertEquals(snoozeAt(person("UBOB"), NOW), none);
  const indefinite = { snooze_indefinite: true, snooze_until: until };
  assertEquals(snoozeAt(person("UBOB", indefinite), NOW), none);
});

Deno.test("&, < and > are escaped at any depth", () => {
  assertEquals(
    escapeText("a & b < c > d \"e\" 'f'"),
    "a &amp; b &lt; c &gt; d \"e\" 'f'",
  );
  assertEquals(escapeText("&amp;"), "&amp;amp;");
  assertEquals(
    escapeTexts({ a: ["<", { b: ">" }], c: null, d: 1, e: true, "&": "" }),
    { a: ["&lt;", { b: "&gt;" }], c: null, d: 1, e: true, "&": "" },
  );
});
