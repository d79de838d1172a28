/** Calls to a vendor under way at once: most count them by the minute. */
const GROUP = 5;

/** Reads the items a group at a time. `read` must not reject. */
export async function inGroups<T, R>(
  items: readonly T[],
  read: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < items.length; from += GROUP) {
    const group = items.slice(from, from + GROUP);
    results.push(...await Promise.all(group.map(read)));
  }
  return results;
}
