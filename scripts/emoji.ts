/**
 * Writes the table of Slack's standard emoji from the data of emoji-datasource.
 *
 * See `USAGE`.
 */
import { type Datum, tableOf } from "./emoji/table.ts";

const USAGE = `usage: scripts/emoji.ts EMOJI_JSON

Writes packages/slack-box/emoji/table.ts. EMOJI_JSON is emoji.json of the npm
package emoji-datasource, too large to be a dependency:

  npm pack emoji-datasource@16.0.0
  tar -xzf emoji-datasource-16.0.0.tgz package/emoji.json package/package.json
  deno run -c deno.dev.jsonc --allow-read --allow-write scripts/emoji.ts package/emoji.json`;

const TABLE = new URL(
  "../packages/slack-box/emoji/table.ts",
  import.meta.url,
);

const [path, ...more] = Deno.args;
if (path === undefined || more.length > 0) {
  console.error(USAGE);
  Deno.exit(2);
}
const data: Datum[] = JSON.parse(await Deno.readTextFile(path));
const about = new URL("package.json", new URL(path, `file://${Deno.cwd()}/`));
const { version } = JSON.parse(await Deno.readTextFile(about));
await Deno.writeTextFile(TABLE, tableOf(data, version));
