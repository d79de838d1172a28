import { assertEquals, assertStringIncludes } from "@std/assert";
import { defineConfig } from "../../../config/define_config.ts";
import { systemClock } from "../../../clock.ts";
import fixed from "../../../dev/fixed_config.ts";
import { readSources } from "../../../scripts/preview/read_sources.ts";

Deno.test("a vendor that hangs is unreadable after ten seconds", async () => {
  const waiting = new AbortController();
  const held = new Promise<Response>((resolve) =>
    waiting.signal.addEventListener("abort", () => resolve(new Response()))
  );
  const server = Deno.serve({ port: 0, onListen: () => {} }, () => held);
  const limits: number[] = [];
  const clock = {
    ...systemClock,
    deadline: (ms: number) => {
      limits.push(ms);
      return AbortSignal.timeout(50);
    },
  };
  const env = {
    PAGERDUTY_TOKEN: "value",
    PAGERDUTY_API_URL: `http://127.0.0.1:${server.addr.port}`,
  };
  const window = { since: 1_772_400_000, until: 1_773_000_000 };
  try {
    const { unreadable, shifts } = await readSources(
      defineConfig(fixed),
      window,
      "UTC",
      env,
      clock,
    );
    assertEquals([shifts, unreadable.length], [[], 1]);
    assertStringIncludes(unreadable[0]!.reason, "did not answer");
    assertStringIncludes(unreadable[0]!.reason, "within 10 s");
    assertEquals(Math.max(...limits), 10_000);
  } finally {
    waiting.abort();
    await server.shutdown();
  }
});

Deno.test("what passes by itself is to be tried again here, not at the next poll", async () => {
  const server = Deno.serve(
    { port: 0, onListen: () => {} },
    () => new Response("", { status: 503 }),
  );
  const env = {
    PAGERDUTY_TOKEN: "value",
    PAGERDUTY_API_URL: `http://127.0.0.1:${server.addr.port}`,
  };
  const window = { since: 1_772_400_000, until: 1_773_000_000 };
  try {
    const read = () =>
      readSources(defineConfig(fixed), window, "UTC", env, systemClock);
    const { unreadable: [one] } = await read();
    assertStringIncludes(one!.reason, "run the preview again later");
    env.PAGERDUTY_API_URL = "nowhere";
    const { unreadable: [other] } = await read();
    assertStringIncludes(
      other!.reason,
      "remove PAGERDUTY_API_URL from the environment and .env",
    );
  } finally {
    await server.shutdown();
  }
});
