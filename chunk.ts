/**
 * Splits items into groups of at most `size`, in their order.
 *
 * @throws {RangeError} when `size` is not a whole number above zero.
 */
export function chunk<T>(items: readonly T[], size: number): T[][] {
  if (!Number.isInteger(size) || size < 1) {
    throw new RangeError(`a chunk has at least one item, not ${size}`);
  }
  const chunks: T[][] = [];
  for (let from = 0; from < items.length; from += size) {
    chunks.push(items.slice(from, from + size));
  }
  return chunks;
}
