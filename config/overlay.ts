import { defineConfig } from "./define_config.ts";
import type { Config, ConfigInput } from "./schema.ts";

/** The secret whose JSON is laid over the configuration file. */
export const OVERLAY = "SHIFTLIGHT_CONFIG";

/** The last result: most executions of a process ask for the same one again. */
let last: { base: Config; text: string; result: Config } | null = null;

/**
 * The configuration of one execution: the file's, with the settings of the
 * secret `SHIFTLIGHT_CONFIG` in place of its own. `limits` are taken one by
 * one, every other setting as a whole. Without the secret, the file's itself.
 *
 * Outgoing domains are fixed when the app is deployed, so a source laid over
 * must live where one of the file's does.
 *
 * Executions share the result: nobody may change it.
 *
 * @throws {Error} When the secret is no JSON object, or the result is unsound.
 */
export function configFor(
  base: Config,
  env: Record<string, string>,
): Config {
  const text = env[OVERLAY]?.trim();
  if (!text) return base;
  if (last === null || last.base !== base || last.text !== text) {
    last = { base, text, result: laidOver(base, text) };
  }
  return last.result;
}

function laidOver(base: Config, text: string): Config {
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
    throw new Error(
      `The secret ${OVERLAY} is not JSON: ${(error as Error).message}`,
    );
  }
  if (isObject(value)) return value;
  throw new Error(`The secret ${OVERLAY} must be a JSON object in braces`);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
