import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { LINK_TRIGGERS, titleOf } from "../../triggers/link_triggers.ts";
import { at, onCall, person, scenario } from "./day.ts";
import { inSession, type Session } from "./session.ts";

const NAMES = Array.from({ length: 12 }, (_, index) => `p${index + 10}`);

const BY = "by <slack://user?team=";

interface Action {
  link: string;
  title: string;
  workflow: string;
  form?: Record<string, string>;
  /** What the report channel is told. */
  told: RegExp;
  /** What a second click is answered. */
  already: RegExp;
  /** Whether it has changed something. */
  hasBegun(session: Session): Promise<boolean>;
}

const record = async (session: Session, id: string) => {
  const found = (await session.items("runs")).find((each) => each.id === id);
  return JSON.parse(String(found?.body ?? "null"));
};

const ACTIONS: Action[] = [
  {
    link: "Restore everyone at once",
    title: "Restore everyone",
    workflow: "put_everybody_back",
    told: /Restored: 12 people\.\nThey are: p10, p11, .* … and 2 more\./,
    already: /Everyone is being restored already/,
    hasBegun: async (session) => (await record(session, "mode")) !== null,
  },
  {
    link: "Switch mode",
    title: "Switch mode",
    workflow: "switch_mode",
    form: { mode: "preview" },
    told: /The mode is \*preview\* from now on; it was \*enforce\*\./,
    already: /the mode is \*preview\* already/,
    hasBegun: async (session) => (await record(session, "mode")) !== null,
  },
  {
    link: "Confirm early ends at once",
    title: "Confirm early ends",
    workflow: "confirm_early_ends",
    told: /The ends of 12 people are confirmed: p10, .* … and 2 more\./,
    already: /Nothing is waiting for confirmation/,
    hasBegun: async (session) => {
      const held = await record(session, "early_ends");
      return held === null || held.confirmed_by !== null;
    },
  },
  {
    link: "Restore one person",
    title: "Restore one person",
    workflow: "put_one_person_back",
    form: { person: "UP10" },
    told: /p10: restored status\. Their current shift/,
    // Once the shift has left the roster, nothing is left to say "already" of.
    already: /There is nothing to restore for <@UP10>/,
    hasBegun: async (session) => {
      const claims = await session.items("claims");
      const own = claims.find(({ person }) => person === "UP10");
      return own === undefined ||
        JSON.parse(String(own.body)).suppressed.length > 0;
    },
  },
];

/** Twelve people on call; at twenty past ten their ends are held back. */
async function heldBackDay(
  play: (session: Session) => Promise<void>,
): Promise<void> {
  const people = [
    ...NAMES.map((name) => person(name)),
    person("ops", { consent: null }),
    person("sue", { consent: null }),
  ];
  const operators = ["UOPS", "USUE"];
  const day = scenario(people, [onCall(...NAMES)], { operators });
  await inSession(day, async (session) => {
    await session.to(at("10:00"));
    await session.roster([onCall()]);
    await session.to(at("10:20"));
    await play(session);
  });
}

/** What the report channel was told about one link. */
async function told(session: Session, { title }: Action): Promise<string[]> {
  const all = await session.messages("CREPORTS");
  return all.filter((text) => text.startsWith(`*${title}*, by `));
}

async function logged(session: Session, { workflow }: Action) {
  const log = await session.items("audit_log");
  return log.filter(({ action, by, person }) =>
    action === workflow && by === "UOPS" && person === ""
  );
}

function tripOf({ form }: Action, more: Record<string, string> = {}) {
  return { user: "UOPS", ...form ? { form } : {}, ...more };
}

Deno.test("what operators do is told in the report channel, with who did it, and is on the audit log", async () => {
  for (const action of ACTIONS) {
    await heldBackDay(async (session) => {
      await session.trip(action.link, tripOf(action));
      const [text, ...others] = await told(session, action);
      assertEquals(others, [], action.link);
      assertStringIncludes(text!, BY);
      assertStringIncludes(text!, "id=UOPS|ops>, <!date^");
      assert(action.told.test(text!), text);
      assert(!text!.includes("<@"), text);
      const [entry, ...more] = await logged(session, action);
      assertEquals(more, [], action.link);
      assertEquals(entry!.outcome, "done");
      await session.to(at("11:40"));
      assertEquals((await told(session, action)).length, 1, action.link);
    });
  }
});

Deno.test("every link that is for operators alone is played here, or asks first for one that is", () => {
  const asking = LINK_TRIGGERS.filter(({ workflow }) =>
    workflow.startsWith("#/workflows/ask_")
  );
  const forOperators = LINK_TRIGGERS.filter((link) =>
    link.description.endsWith("for operators") && !asking.includes(link)
  );
  assertEquals(asking.length, 2);
  assertEquals(
    forOperators.map(titleOf).sort(),
    ACTIONS.map(({ link }) => link).sort(),
  );
});

Deno.test("a double click does it once, and the other click is told so", async () => {
  for (const action of ACTIONS) {
    for (const second of ["10:21", "10:21:02", "10:21:20", "10:25"]) {
      await heldBackDay(async (session) => {
        for (const clickedAt of ["10:21", second]) {
          const more = { at: at(clickedAt) };
          await session.trip(action.link, tripOf(action, more));
        }
        await session.to(at("10:40"));
        const about = `${action.link}, then at ${second}`;
        assertEquals((await told(session, action)).length, 1, about);
        assertEquals((await logged(session, action)).length, 1, about);
        const answers = await session.messages("UOPS");
        assertEquals(answers.length, 2, about);
        const already = answers.filter((text) => action.already.test(text));
        assertEquals(already.length, 1, `${about}: ${answers.join(" / ")}`);
      });
    }
  }
});

Deno.test("of a person who is no operator nobody hears", async () => {
  for (const action of ACTIONS) {
    await heldBackDay(async (session) => {
      const before = await session.messages("CREPORTS");
      const trip = { ...tripOf(action), user: "UP11" };
      await session.trip(action.link, trip);
      const [answer] = await session.messages("UP11");
      assert(answer!.startsWith("Only operators may do this"), answer);
      await session.to(at("10:40"));
      assertEquals(await session.messages("CREPORTS"), before);
      const log = await session.items("audit_log");
      assertEquals(log.filter(({ part }) => part === "settings"), []);
      assertEquals(await session.messages("UP10"), []);
    });
  }
});

Deno.test("a click that is killed anywhere is told all the same, once it has changed something", async () => {
  for (const action of ACTIONS) {
    for (let after = 1; after <= 45; after++) {
      await heldBackDay(async (session) => {
        await session.countAnew();
        await session.kill(after);
        const run = await session.trip(action.link, tripOf(action));
        const isKilled = run.steps.some(({ error }) => error !== undefined);
        const hasBegun = await action.hasBegun(session);
        await session.to(at("10:56"));
        const about = `${action.link}, killed at call ${after}`;
        const texts = await told(session, action);
        if (hasBegun) {
          assert(texts.length >= 1, `${about}: not told`);
          assertEquals((await logged(session, action)).length, 1, about);
        } else assert(isKilled, about);
        // Twice only if it was killed between telling and noting that it has told.
        assert(texts.length <= 2, about);
        const [first, second] = texts;
        if (second) assertStringIncludes(second, "It was cut short.");
        else if (first && !hasBegun) assertStringIncludes(first, "cut short");
        const notices = (await session.items("runs"))
          .filter(({ id }) => String(id).startsWith("notice:"));
        assertEquals(notices, [], about);
      });
    }
  }
});

Deno.test("a report channel that cannot be posted to is told later, and the operator reads so", async () => {
  for (const action of ACTIONS) {
    await heldBackDay(async (session) => {
      const method = "chat.postMessage";
      const error = "not_in_channel";
      await session.fault({ method, error, times: 100 });
      await session.trip(action.link, tripOf(action));
      await session.clearFaults();
      const [answer] = await session.messages("UOPS");
      assertStringIncludes(answer!, "The report channel could not be told yet");
      await session.to(at("12:20"));
      const [text, ...others] = await told(session, action);
      assertEquals(others, []);
      assert(action.told.test(text!), text);
    });
  }
});

Deno.test("two operators who restore two people at once are both told", async () => {
  await heldBackDay(async (session) => {
    const [one] = ACTIONS.filter(({ title }) => title === "Restore one person");
    const clicks = [["UOPS", "UP10"], ["USUE", "UP11"]] as const;
    for (const [user, who] of clicks) {
      const form = { person: who };
      await session.trip(one!.link, { user, form, at: at("10:21") });
    }
    await session.to(at("10:40"));
    const texts = (await told(session, one!)).join("\n");
    assertStringIncludes(texts, "|ops>");
    assertStringIncludes(texts, "|sue>");
    assertEquals((await told(session, one!)).length, 2);
  });
});

Deno.test("Set up is told with who did it, and again only if it changes something", async () => {
  await heldBackDay(async (session) => {
    const { triggers } = session.workspace.state;
    const [link] = [...triggers.values()].filter(({ name }) =>
      name.includes("history")
    );
    triggers.delete(link!.id);
    for (const user of ["UOPS", "USUE"]) {
      await session.trip("Set up Shiftlight", { user });
    }
    const all = await session.messages("CREPORTS");
    const texts = all.filter((text) => text.includes("*Set up Shiftlight*"));
    assertEquals(texts.length, 1, texts.join("\n"));
    assertStringIncludes(texts[0]!, "id=UOPS|ops>");
    assertStringIncludes(texts[0]!, "Links and polls: made 1");
  });
});

Deno.test("a double click on Set up makes each link once", async () => {
  for (const second of ["10:21", "10:21:01", "10:21:03", "10:21:08"]) {
    await heldBackDay(async (session) => {
      const { triggers } = session.workspace.state;
      const links = () =>
        [...triggers.values()].filter(({ name }) => name.includes("history"));
      triggers.delete(links()[0]!.id);
      for (const clickedAt of ["10:21", second]) {
        const more = { user: "UOPS", at: at(clickedAt) };
        await session.trip("Set up Shiftlight", more);
      }
      await session.to(at("10:40"));
      assertEquals(links().length, 1, second);
      const all = await session.messages("CREPORTS");
      const texts = all.filter((text) => text.includes("*Set up Shiftlight*"));
      assertEquals(texts.length, 1, texts.join("\n"));
    });
  }
});

Deno.test("a set-up that is killed once it has made a link is told all the same", async () => {
  let killedInTime = 0;
  for (let after = 1; after <= 40; after++) {
    await heldBackDay(async (session) => {
      const { triggers } = session.workspace.state;
      const links = () =>
        [...triggers.values()].filter(({ name }) => name.includes("history"));
      triggers.delete(links()[0]!.id);
      await session.kill(after);
      const run = await session.trip("Set up Shiftlight", { user: "UOPS" });
      const isMade = links().length > 0;
      if (isMade && run.status === "failed") killedInTime++;
      await session.to(at("10:56"));
      const all = await session.messages("CREPORTS");
      const texts = all.filter((text) => text.includes("*Set up Shiftlight*"));
      if (isMade) assert(texts.length >= 1, `killed at call ${after}`);
    });
  }
  assert(killedInTime > 0, "none was killed after it had made the link");
});

Deno.test("while a set-up is under way, another click says so", async () => {
  await heldBackDay(async (session) => {
    // Its checks take their time: Slack answers a look at the emoji late.
    const method = "emoji.list";
    await session.fault({ method, status: 429, retry_after: 12 });
    for (const clickedAt of ["10:21", "10:21:06"]) {
      const more = { user: "UOPS", at: at(clickedAt) };
      await session.trip("Set up Shiftlight", more);
    }
    await session.to(at("10:40"));
    const answers = await session.messages("UOPS");
    const already = answers.filter((text) => text.includes("under way"));
    assertEquals(already.length, 1, answers.join(" / "));
  });
});
