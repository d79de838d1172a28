interface TestTime {
  name: string;
  file: string;
  seconds: number;
}

const TEST_CASE =
  /<testcase name="([^"]*)" classname="([^"]*)" time="([\d.]+)"/g;

const ENTITIES: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

/**
 * The tests that took longest, the slowest first.
 *
 * @param report A report of `deno test --junit-path`. It lists the steps of a
 * test after the test, as `test > step`; they are left out.
 */
export function slowestTests(report: string, count: number): TestTime[] {
  const cases = [...report.matchAll(TEST_CASE)].map(([, name, file, time]) => ({
    name: unescaped(name!),
    file: unescaped(file!).replace(/^\.\//, ""),
    seconds: Number(time),
  }));
  const names = new Set(cases.map(({ file, name }) => `${file}: ${name}`));
  return cases.filter(({ file, name }) => {
    const at = name.lastIndexOf(" > ");
    return at === -1 || !names.has(`${file}: ${name.slice(0, at)}`);
  }).toSorted((a, b) => b.seconds - a.seconds).slice(0, count);
}

function unescaped(text: string): string {
  return text.replace(
    /&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi,
    (entity, decimal, hex, name) =>
      name === undefined
        ? String.fromCodePoint(parseInt(decimal ?? hex, decimal ? 10 : 16))
        : ENTITIES[name] ?? entity,
  );
}
