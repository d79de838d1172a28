import { assertEquals } from "@std/assert";
import { COMMAND_NAMES, COMMANDS } from "../../talking/commands.ts";
import { notificationsFor } from "../../talking/notifications.ts";
import { readSource } from "../source_files.ts";
import { readPage, rowsIn, spansOf } from "./pages.ts";

const PAGE = "docs/talking.md";

Deno.test("the page about asking has every command, as help shows it", () => {
  const { prose } = readPage(PAGE);
  const listed = rowsIn(prose, "command").flatMap(([first]) => spansOf(first!));
  const usages = COMMAND_NAMES.map((name) => COMMANDS[name].usage);
  assertEquals(listed.sort(), usages.sort());
});

Deno.test("the page about asking has every notification that a channel gets", () => {
  const page = readSource(PAGE);
  assertEquals(
    notificationsFor("channel").filter((name) => !page.includes(name)),
    [],
  );
});
