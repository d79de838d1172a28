import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createWorkspace, parseScenario } from "../mod.ts";
import { CHANNEL, lunch } from "./app.ts";
import { resultText } from "./count_votes.ts";

/** Monday, 09:00 in Berlin. */
const MORNING = "2026-03-02T08:00:00Z";

const PEOPLE = ["ada", "ben", "cleo"];

/** The club in a workspace of its own, from that morning on. */
function openClub(names = PEOPLE) {
  const people = names.map((name) => ({
    id: `U${name.toUpperCase()}`,
    name,
    email: `${name}@example.com`,
  }));
  const scenario = parseScenario({ now: MORNING, people }, lunch);
  const workspace = createWorkspace({ app: lunch, scenario });
  const control = async (method: string, path: string, body?: unknown) => {
    const request = new Request(`http://slack/control${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return await (await workspace.handle(request)).json();
  };
  return {
    control,
    async vote(person: string, place?: string) {
      const triggers = await control("GET", "/triggers");
      const link = triggers.find(({ type }: { type: string }) =>
        type === "shortcut"
      );
      const form = place === undefined ? {} : { place };
      const click = { user: person, form };
      return await control("POST", `/triggers/${link.id}/trip`, click);
    },
    moveTo: (to: string) => control("POST", "/clock", { to }),
    failNext: (method: string, error: string) =>
      control("POST", "/faults", { method, error }),
    votes: () => control("GET", "/datastores/votes"),
    /** `channel: text` of each message, a person's id for a direct one. */
    async messages(): Promise<string[]> {
      const all: { channel: string; text: string }[] = await control(
        "GET",
        "/messages",
      );
      return all.map(({ channel, text }) => `${channel}: ${text}`);
    },
    [Symbol.dispose]: () => workspace.close(),
  };
}

Deno.test("votes are answered, counted at a quarter to twelve and cleared", async () => {
  using club = openClub();
  await club.vote("UADA", "Noodle bar");
  await club.vote("UBEN", "Pizzeria");
  await club.vote("UCLEO", "Noodle bar");
  await club.moveTo("2026-03-02T10:44:00Z");
  const answers = [
    "UADA: Your vote for the next lunch: Noodle bar.",
    "UBEN: Your vote for the next lunch: Pizzeria.",
    "UCLEO: Your vote for the next lunch: Noodle bar.",
  ];
  assertEquals(await club.messages(), answers);
  await club.moveTo("2026-03-02T10:46:00Z");
  assertEquals(await club.messages(), [
    ...answers,
    `${CHANNEL}: Lunch: Noodle bar (2 of 3 votes)`,
  ]);
  assertEquals(await club.votes(), []);
});

Deno.test("a second vote replaces the first", async () => {
  using club = openClub();
  await club.vote("UADA", "Noodle bar");
  await club.moveTo("2026-03-02T08:30:00Z");
  await club.vote("UADA", "Pizzeria");
  assertEquals(await club.votes(), [{
    person: "UADA",
    place: "Pizzeria",
    cast_at: Date.parse("2026-03-02T08:30:00Z") / 1000,
  }]);
});

Deno.test("lunch is announced on workdays, by Berlin's clocks", async () => {
  using club = openClub();
  // Friday; on the weekend after it, the clocks go forward.
  await club.moveTo("2026-03-27T10:46:00Z");
  await club.vote("UADA", "Salad bar");
  await club.moveTo("2026-03-30T09:44:00Z");
  assertEquals((await club.messages()).length, 1);
  await club.moveTo("2026-03-30T09:46:00Z");
  const [, announced] = await club.messages();
  assertEquals(announced, `${CHANNEL}: Lunch: Salad bar (1 of 1 votes)`);
});

Deno.test("without votes nothing is posted", async () => {
  using club = openClub();
  const { runs } = await club.moveTo("2026-03-03T12:00:00Z");
  assertEquals(
    runs.map(({ steps }: { steps: unknown[] }) => steps),
    Array(2).fill([{ function: "count_votes", outputs: { votes: 0 } }]),
  );
  assertEquals(await club.messages(), []);
});

Deno.test("a vote needs one of the places", async () => {
  using club = openClub();
  for (const place of [undefined, "Sushi"]) {
    const { error } = await club.vote("UADA", place);
    assertStringIncludes(error, "place");
  }
  assertEquals(await club.votes(), []);
});

Deno.test("if the result cannot be posted, the votes are kept", async () => {
  using club = openClub();
  await club.vote("UADA", "Pizzeria");
  await club.failNext("chat.postMessage", "not_in_channel");
  const { runs } = await club.moveTo("2026-03-02T10:46:00Z");
  const [{ status, steps: [step] }] = runs;
  assertEquals(status, "failed");
  assertStringIncludes(step.error, "not_in_channel");
  assert((await club.votes()).length === 1, "the vote is gone");
});

Deno.test("a tie names every winner", () => {
  assertEquals(
    resultText([
      "Pizzeria",
      "Noodle bar",
      "Salad bar",
      "Noodle bar",
      "Pizzeria",
    ]),
    "Lunch: Noodle bar or Pizzeria (2 each, of 5 votes)",
  );
});

Deno.test("the README's requests play a day", async () => {
  // The person there is when the command line names no scenario.
  using club = openClub(["alice"]);
  const readme = await Deno.readTextFile(new URL("README.md", import.meta.url));
  const requests = readme.matchAll(
    /^curl (?:-X (POST) )?localhost:4390\/control(\S+)(?: -d '(.*)')?$/gm,
  );
  let answer: unknown;
  for (const [, method = "GET", path, body] of requests) {
    const sent = body === undefined ? undefined : JSON.parse(body);
    answer = await club.control(method, path!, sent);
  }
  assertEquals((answer as { text: string }[]).map(({ text }) => text), [
    "Your vote for the next lunch: Pizzeria.",
    "Lunch: Pizzeria (1 of 1 votes)",
  ]);
});
