import { defineConfig } from "./define_config.ts";
import type { Config, ConfigInput } from "./schema.ts";

/** The secret whose JSON is laid over the configuration file. */
export const OVERLAY = "SHIFTLIGHT_CONFIG";

/** The last result, because most executions of a process need the same one. */
let last: { base: Config; text: string; result: Config } | null = null;

/**
 * The configuration of one execution: the file's settings, replaced by those of
 * the secret `SHIFTLIGHT_CONFIG`. `limits` are replaced one by one, every other
 * setting as a whole. Without the secret it is the file's configuration itself.
 *
 * Outgoing domains are fixed when the app is deployed, so a source in the secret
 * must have the domain of one in the file.
 *
 * Executions share the result, so it must not be changed.
 *
 * @param base The file's configuration.
 * @param env The app's secrets.
 * @throws {Error} when the secret is not a JSON object, or the result is invalid.
 */
export function configFor(
  base: Config,
  env: Record<string, string>,
): Config {
  const text = env[OVERLAY]?.trim();
  if (!text) return base;
  if (last === null || last.base !== base || last.text !== text) {
    last = { base, text, result: overlaid(base, text) };
  }
  return last.result;
}

function overlaid(base: Config, text: string): Config {
  const over = parseOverlay(text);
  const limits = isObject(over.limits)
    ? { ...base.limits, ...over.limits }
    : over.limits ?? base.limits;
  try {
    return defineConfig({ ...base, ...over, limits } as ConfigInput);
  } catch (error) {
    throw new Error(`The secret ${OVERLAY}: ${(error as Error).message}`);
  }
}

function parseOverlay(text: string): Partial<ConfigInput> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // The message quotes the text, which may hold a credential.
    const at = /position \d+/.exec((error as Error).message);
    throw new Error(
      `The secret ${OVERLAY} is not JSON${at ? ` (at ${at[0]})` : ""}`,
    );
  }
  if (isObject(value)) return value;
  throw new Error(`The secret ${OVERLAY} must be a JSON object in braces`);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
