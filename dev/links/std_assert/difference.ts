/** Largest table of common lines, in cells. Without one all lines count as changed. */
const TABLE_LIMIT = 4_000_000;

/** A value in full, its keys sorted. */
export function show(value: unknown): string {
  return Deno.inspect(value, {
    depth: Infinity,
    sorted: true,
    trailingComma: true,
    compact: false,
    iterableLimit: Infinity,
    strAbbreviateSize: Infinity,
  });
}

/** Both values line by line: `-` only in the actual, `+` only in the expected. */
export function difference(actual: unknown, expected: unknown): string {
  const left = show(actual).split("\n");
  const right = show(expected).split("\n");
  const lines = changedLines(left, right);
  return ["", "", "    [Diff] Actual / Expected", "", "", ...lines, ""]
    .join("\n");
}

function changedLines(left: string[], right: string[]): string[] {
  let start = 0;
  while (start < left.length && left[start] === right[start]) start++;
  let end = 0;
  while (
    end < Math.min(left.length, right.length) - start &&
    left[left.length - 1 - end] === right[right.length - 1 - end]
  ) end++;
  const kept = (lines: string[]) => lines.map((line) => `    ${line}`);
  return [
    ...kept(left.slice(0, start)),
    ...changedMiddle(
      left.slice(start, left.length - end),
      right.slice(start, right.length - end),
    ),
    ...kept(left.slice(left.length - end)),
  ];
}

/** The shortest edit between two runs of lines that share neither end. */
function changedMiddle(left: string[], right: string[]): string[] {
  const lines: string[] = [];
  let [i, j] = [0, 0];
  if (left.length * right.length <= TABLE_LIMIT) {
    const common = commonLengths(left, right);
    while (i < left.length && j < right.length) {
      if (left[i] === right[j]) {
        lines.push(`    ${left[i]}`);
        i++;
        j++;
      } else if (common[i + 1]![j]! >= common[i]![j + 1]!) {
        lines.push(`-   ${left[i++]}`);
      } else {
        lines.push(`+   ${right[j++]}`);
      }
    }
  }
  lines.push(...left.slice(i).map((line) => `-   ${line}`));
  lines.push(...right.slice(j).map((line) => `+   ${line}`));
  return lines;
}

/** `[i][j]`: how many lines `left` from i and `right` from j have in common. */
function commonLengths(left: string[], right: string[]): Uint32Array[] {
  const table = Array.from(
    { length: left.length + 1 },
    () => new Uint32Array(right.length + 1),
  );
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      table[i]![j] = left[i] === right[j]
        ? table[i + 1]![j + 1]! + 1
        : Math.max(table[i + 1]![j]!, table[i]![j + 1]!);
    }
  }
  return table;
}
