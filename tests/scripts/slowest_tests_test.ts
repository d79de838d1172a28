import { assertEquals } from "@std/assert";
import { slowestTests } from "../../scripts/slowest_tests.ts";

const REPORT = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="deno test" tests="4" failures="1" errors="0" time="6.1">
    <testsuite name="./tests/a_test.ts" tests="3" disabled="0" errors="0" failures="1">
        <testcase name="a person&apos;s &lt;text&gt;" classname="./tests/a_test.ts" time="0.125" line="9" col="6">
        </testcase>
        <testcase name="a table" classname="./tests/a_test.ts" time="3.5" line="19" col="6">
        </testcase>
        <testcase name="a table &gt; its first row" classname="./tests/a_test.ts" time="3.4" line="20" col="6">
        </testcase>
        <testcase name="more &gt; less" classname="./tests/a_test.ts" time="2" line="30" col="6">
            <failure message="Uncaught Error"></failure>
        </testcase>
    </testsuite>
</testsuites>`;

Deno.test("the slowest tests come first, without the steps within them", () => {
  const file = "tests/a_test.ts";
  const all = [
    { name: "a table", file, seconds: 3.5 },
    { name: "more > less", file, seconds: 2 },
    { name: "a person's <text>", file, seconds: 0.125 },
  ];
  assertEquals(slowestTests(REPORT, 10), all);
  assertEquals(slowestTests(REPORT, 1), all.slice(0, 1));
});

Deno.test("without a report there are no tests", () => {
  assertEquals(slowestTests("", 10), []);
});
