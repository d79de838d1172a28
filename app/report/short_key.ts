/**
 * A text in eleven characters or less, so that thousands fit into one record:
 * 53 bits by which no two of them are likely to be the same (cyrb53, public
 * domain).
 */
export function shortKey(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  const mixed = mix(high, low);
  const other = mix(low, high);
  return (2 ** 32 * (2 ** 21 - 1 & other) + (mixed >>> 0)).toString(36);
}

function mix(one: number, other: number): number {
  return Math.imul(one ^ one >>> 16, 2246822507) ^
    Math.imul(other ^ other >>> 13, 3266489909);
}
