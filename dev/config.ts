/**
 * Stands in for `shiftlight.config.ts` (see `deno.dev.jsonc`): the fixed
 * configuration, or, where a task asks for it, the installer's own. The query
 * keeps the import map from leading back here.
 */
const isOwn = Deno.env.get("SHIFTLIGHT_OWN_CONFIG") === "1";

const { default: config } = isOwn
  ? await import("../shiftlight.config.ts?own")
  : await import("./fixed_config.ts");

export default config;
