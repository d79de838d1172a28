/** The project's root, without a slash at its end. */
export const ROOT = new URL("..", import.meta.url).pathname.replace(/\/$/, "");

const NOT_OURS = ["assets", "coverage", "dev", "dist", "docs", "node_modules"];

/** Every TypeScript file of the project, as paths from its root, in order. */
export function sourceFiles(folder = ""): string[] {
  const found: string[] = [];
  for (const { name, isDirectory } of Deno.readDirSync(`${ROOT}/${folder}`)) {
    if (name.startsWith(".") || NOT_OURS.includes(name)) continue;
    const path = folder === "" ? name : `${folder}/${name}`;
    if (isDirectory) found.push(...sourceFiles(path));
    else if (name.endsWith(".ts")) found.push(path);
  }
  return found.sort();
}

/** The files that are deployed, or make up what is deployed. */
export function appFiles(): string[] {
  return sourceFiles().filter((path) =>
    !/^(packages|scripts|tests)\//.test(path) && !path.endsWith("_test.ts")
  );
}

export function readSource(path: string): string {
  return Deno.readTextFileSync(`${ROOT}/${path}`);
}

/** The text without its comments; strings stay as they are. */
export function withoutComments(source: string): string {
  const string = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/;
  const comment = /\/\/[^\n]*|\/\*[\s\S]*?\*\//;
  return source.replace(
    new RegExp(`(${string.source})|${comment.source}`, "g"),
    (_match, kept?: string) => kept ?? " ",
  );
}
