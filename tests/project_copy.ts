import { ROOT } from "./source_files.ts";

const NOT_COPIED = ["node_modules", "dist", "coverage"];

/**
 * A copy of the project in a temporary folder: its own files, and its packages by
 * a link.
 *
 * @returns the copy's root, without a slash at its end. Remove it after use.
 */
export function copyOfProject(): string {
  const root = Deno.makeTempDirSync({ prefix: "shiftlight_" });
  copyFolder(root, "");
  Deno.symlinkSync(`${ROOT}/node_modules`, `${root}/node_modules`);
  return root;
}

function copyFolder(to: string, folder: string): void {
  for (const { name, isDirectory } of Deno.readDirSync(`${ROOT}/${folder}`)) {
    if (name.startsWith(".") || NOT_COPIED.includes(name)) continue;
    const path = `${folder}/${name}`;
    if (isDirectory) {
      Deno.mkdirSync(to + path);
      copyFolder(to, path);
    } else Deno.copyFileSync(ROOT + path, to + path);
  }
}
