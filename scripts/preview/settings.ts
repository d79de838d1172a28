import { parseEnv } from "node:util";
import { type Config } from "../../config/schema.ts";
import { defineConfig } from "../../config/define_config.ts";
import { configFor } from "../../config/overlay.ts";
import {
  type KnownPerson,
  parsePeople,
  PeopleFileError,
} from "./people_file.ts";

/** Thrown for settings that cannot be used; the message says where. */
export class SettingsError extends Error {}

/**
 * The environment, with what `.env` of the current folder adds. What the shell has
 * set wins.
 *
 * @param file Another file than `.env`.
 */
export function environment(
  file = ".env",
  shell: Record<string, string> = Deno.env.toObject(),
): Record<string, string> {
  let added: Record<string, string | undefined> = {};
  try {
    added = parseEnv(Deno.readTextFileSync(file));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const defined = Object.entries(added)
    .filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...Object.fromEntries(defined), ...shell };
}

/**
 * The configuration, with the secret `SHIFTLIGHT_CONFIG` over it.
 *
 * @param path Of another configuration: a module like `shiftlight.config.ts`, or
 * JSON with the same settings. `null`: the project's own.
 * @throws {SettingsError} if JSON cannot be used, or what lies over the settings.
 * @throws {InvalidConfig} for its settings; else what loading the module throws.
 */
export async function loadConfig(
  path: string | null,
  env: Record<string, string>,
): Promise<Config> {
  const base = path?.endsWith(".json")
    ? defineConfig(await readJson(path))
    : await configModule(path);
  try {
    return configFor(base, env);
  } catch (error) {
    throw new SettingsError((error as Error).message);
  }
}

async function readJson(path: string) {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch {
    throw new SettingsError(`${path}: it cannot be read`);
  }
  try {
    return JSON.parse(text);
  } catch {
    // The message would quote the text, which may hold a credential.
    throw new SettingsError(`${path}: it is not JSON`);
  }
}

async function configModule(path: string | null): Promise<Config> {
  // By the task's setting, and not the fixed one of tests: see dev/config.ts.
  const { default: config } = path === null
    ? await import("../../shiftlight.config.ts")
    : await import(new URL(path, `file://${Deno.cwd()}/`).href);
  return config;
}

/** @throws {PeopleFileError} if the file is missing or cannot be used. */
export async function loadPeople(path: string): Promise<KnownPerson[]> {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch {
    throw new PeopleFileError(`${path}: it cannot be read`);
  }
  return parsePeople(text, path);
}
