/** The parts of a path between its slashes, decoded: `["schedules", "A B"]`. */
export function segmentsOf(path: string): string[] {
  return path.split("/").filter(Boolean).map(decoded);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/**
 * Whom a route's pattern names in a path, by place: `routed("/v2/schedules/S1",
 * "v2", "schedules", ":")` is `["S1"]`. `null` when the path is another one.
 */
export function routed(path: string, ...pattern: string[]): string[] | null {
  const segments = segmentsOf(path);
  if (segments.length !== pattern.length) return null;
  const named: string[] = [];
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index]!;
    if (part === ":") named.push(segment);
    else if (part !== segment) return null;
  }
  return named;
}
