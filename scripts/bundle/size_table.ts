/** Bytes that a bundle without PagerDuty's client may have. */
export const SIZE_BUDGET = 260_000;

export interface BundleSize {
  name: string;
  bytes: number;
  /** Whether it contains PagerDuty's client, which has no budget. */
  withPdjs: boolean;
  /** What it imports that hosted functions may not use. */
  forbidden: string[];
}

/** All other modules of Node want permissions, or may on some Deno. */
const ALLOWED_IMPORTS = ["node:crypto"];

/** An import that the bundler left, of one line. */
const IMPORT = /^import (?:.+ from )?"([^"]+)";$/gm;

/** The comment by which the bundler names a file, before that file's code. */
const FILE_COMMENT = /^\/\/ \S+\.(?:c|m)?[jt]s$/m;

/**
 * The bytes of a bundle's code. The comments that name files do not count: their
 * length depends on the build folder.
 */
export function codeBytes(bundle: string): number {
  const code = bundle.split(FILE_COMMENT);
  return new TextEncoder().encode(code.join("")).length;
}

/** The size of a finished bundle. */
export function sizeOf(name: string, bundle: string): BundleSize {
  const withPdjs = bundle.includes("node_modules/@pagerduty/pdjs/");
  const forbidden = [...bundle.matchAll(IMPORT)].map(([, module]) => module!)
    .filter((module) => !ALLOWED_IMPORTS.includes(module));
  return { name, bytes: codeBytes(bundle), withPdjs, forbidden };
}

export function isOverBudget({ bytes, withPdjs }: BundleSize): boolean {
  return !withPdjs && bytes > SIZE_BUDGET;
}

/** Whether it can be deployed, as far as its text tells. */
export function isFit(size: BundleSize): boolean {
  return !isOverBudget(size) && size.forbidden.length === 0;
}

/** Name, size and budget in columns. */
export function sizeTable(sizes: BundleSize[]): string {
  const rows = [
    ["bundle", "size", "budget", ""],
    ...sizes.map((size) => [
      size.name,
      kilobytes(size.bytes),
      size.withPdjs ? "-" : kilobytes(SIZE_BUDGET),
      note(size),
    ]),
  ];
  const widths = [0, 1, 2].map((column) =>
    Math.max(...rows.map((row) => row[column]!.length))
  );
  return rows.map(([name, size, budget, remark]) =>
    [
      name!.padEnd(widths[0]!),
      size!.padStart(widths[1]!),
      budget!.padStart(widths[2]!),
      remark!,
    ].join("  ").trimEnd()
  ).join("\n");
}

function note(size: BundleSize): string {
  return [
    ...(size.withPdjs ? ["with PagerDuty's client"] : []),
    ...(isOverBudget(size) ? ["OVER BUDGET"] : []),
    ...(size.forbidden.length > 0
      ? [`MAY NOT IMPORT ${size.forbidden.join(", ")}`]
      : []),
  ].join("; ");
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
