import { assertEquals } from "@std/assert";
import { environment } from "../../../scripts/preview/settings.ts";

Deno.test("secrets come from .env too, and what the shell has set wins", async () => {
  const file = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(
      file,
      '# secrets\nPAGERDUTY_TOKEN="of the file"\nJSON_TOKEN=json\n',
    );
    const shell = { PAGERDUTY_TOKEN: "of the shell" };
    assertEquals(environment(file, shell), {
      PAGERDUTY_TOKEN: "of the shell",
      JSON_TOKEN: "json",
    });
    assertEquals(environment(`${file}.none`, shell), shell);
  } finally {
    await Deno.remove(file);
  }
});
