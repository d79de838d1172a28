import { Session } from "node:inspector";

interface Coverage {
  result: {
    url: string;
    functions: { ranges: { count: number }[] }[];
  }[];
}

/**
 * How often the blocks of code in a room are run while something is done. V8 counts
 * them, so the number is the same on a slow machine.
 *
 * @param room A folder of the project, `/talking/`.
 */
export async function countedWork(
  room: string,
  action: () => void,
): Promise<number> {
  const session = new Session();
  session.connect();
  const post = (method: string, options = {}) =>
    new Promise<unknown>((resolve, reject) =>
      session.post(
        method,
        options,
        (error: Error | null, answer?: object) =>
          error ? reject(error) : resolve(answer),
      )
    );
  try {
    await post("Profiler.enable");
    await post("Profiler.startPreciseCoverage", {
      callCount: true,
      detailed: true,
    });
    await post("Profiler.takePreciseCoverage");
    action();
    const { result } = await post("Profiler.takePreciseCoverage") as Coverage;
    const ranges = result.filter(({ url }) =>
      url.includes(room) && !url.includes("/tests/")
    ).flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges));
    return ranges.reduce((sum, { count }) => sum + count, 0);
  } finally {
    await post("Profiler.stopPreciseCoverage");
    session.disconnect();
  }
}
