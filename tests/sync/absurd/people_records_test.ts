import { assert, assertEquals } from "@std/assert";
import { chunk } from "../../../chunk.ts";
import { declaredShifts } from "../../../slack/records/declared_shifts.ts";
import { at, person, scenario, schedule, shift, unix } from "../day.ts";
import { inUnreadSession, type Item, type Session } from "../session.ts";
import {
  describe,
  fieldsOf,
  insteadOf,
  itemsOf,
  type Path,
  withValue,
} from "./values.ts";

/** Records changed in one workspace: a report names at most 50 problems. */
const AT_ONCE = 45;

interface Case {
  path: Path;
  value: unknown;
}

const nameOf = (index: number) => `vic${index}x`;
const idOf = (index: number) => `UVIC${index}X`;

/** Hal's leave ends and Ivy's on-call shift begins while the others' records are absurd. */
function day(count: number) {
  const victims = Array.from({ length: count }, (_, index) => nameOf(index));
  const people = [...victims, "hal", "ivy", "jan"].map((name) => person(name));
  const pto = schedule(
    "pto",
    ...victims.map((name) => shift(name, at("09:00"), at("09:20"))),
    shift("hal", at("09:00"), at("09:12")),
    shift("jan", at("09:13"), at("09:20")),
  );
  const onCall = schedule("on_call", shift("ivy", at("09:10"), at("09:14")));
  return scenario(people, [pto, onCall], { now: at("08:56") });
}

async function showing(session: Session): Promise<string[]> {
  const people = await session.people();
  return ["hal", "ivy", "jan"].map((name) =>
    people.find((each) => each.name === name)!.status.text
  );
}

/** Plays the day with these values, and checks who was served. */
async function play(
  datastore: string,
  cases: readonly Case[],
  make: Make,
  concernsOwner: (item: Item) => boolean,
) {
  await inUnreadSession(day(cases.length), async (session) => {
    await session.to(at("09:05"));
    const before = (await session.messages("CREPORTS")).length;
    const items = itemsOf(session, datastore);
    const changed = new Set<number>();
    for (const [index, { path, value }] of cases.entries()) {
      const [key, item] = make(session, index);
      const instead = withValue(item, path, value);
      items.set(key, instead);
      if (concernsOwner(instead)) changed.add(index);
    }
    const told = `${datastore}: ${
      cases.map(({ path, value }) => describe(path, value)).join(", ")
    }`;
    await session.to(at("09:11"));
    assertEquals(
      await showing(session),
      ["On leave until 09:12", "On call for The on_call until 09:14", ""],
      told,
    );
    await session.to(at("09:12:59"));
    assertEquals((await showing(session))[0], "", told);
    await session.to(at("09:13:59"));
    assertEquals((await showing(session))[2], "On leave until 09:20", told);
    await session.to(at("09:14:59"));
    assertEquals((await showing(session))[1], "", told);
    await session.to(at("10:31"));
    assertEquals(await showing(session), ["", "", ""], told);
    const reports = (await session.messages("CREPORTS")).slice(before)
      .join("\n");
    const people = await session.people();
    for (const [index, { path, value }] of cases.entries()) {
      const own = people.find(({ id }) => id === idOf(index))!;
      if (!changed.has(index)) continue;
      const served = own.status.text === "";
      const named = reports.includes(`${nameOf(index)} `) ||
        reports.includes(idOf(index));
      assert(
        served || named,
        `${datastore}: nobody hears of ${describe(path, value)}`,
      );
    }
    assert(!reports.includes("Invalid time value"), told);
  }, { rates: "none" });
}

/** The item that is changed for one person, with its key. */
type Make = (session: Session, index: number) => [string, Item];

/** Every field with every absurd value, some at once. */
async function playAll(
  datastore: string,
  sample: Item,
  make: Make,
  concernsOwner: (item: Item) => boolean = () => true,
) {
  const cases = fieldsOf(sample)
    .filter(({ path }) => path.join() !== "person")
    .flatMap(({ path, value }) =>
      insteadOf(value).map((instead) => ({ path, value: instead }))
    );
  for (const some of chunk(cases, AT_ONCE)) {
    await play(datastore, some, make, concernsOwner);
  }
}

/** A claim in which every field that may be missing is there. */
function fullClaim(item: Item): Item {
  const claim = JSON.parse(String(item.body));
  const body = {
    ...claim,
    override: { text: null, emoji: null },
    suppressed: [{
      phase: "yielded",
      shift: {
        ...claim.shift,
        state: "focus",
        labels: ["a", "b"],
        joined: [{ source: "s", schedule: "s", identity: "i" }],
      },
    }],
  };
  return { ...item, body: JSON.stringify(body) };
}

/** A record as a day leaves it. */
async function sampleOf(datastore: string): Promise<Item> {
  let sample: Item = {};
  await inUnreadSession(day(1), async (session) => {
    await session.to(at("09:05"));
    sample = itemsOf(session, datastore).get(idOf(0))!;
  });
  return sample;
}

Deno.test("an absurd value in one person's claim stops no one else", async () => {
  const sample = fullClaim(await sampleOf("claims"));
  await playAll("claims", sample, (session, index) => {
    const item = itemsOf(session, "claims").get(idOf(index))!;
    return [idOf(index), fullClaim(item)];
  });
});

Deno.test("an absurd value in one person's consent stops no one else", async () => {
  const sample = await sampleOf("consents");
  const full = { ...sample, withdrawn_at: null };
  await playAll("consents", full, (session, index) => {
    const item = itemsOf(session, "consents").get(idOf(index))!;
    return [idOf(index), item];
  });
});

Deno.test("an absurd value in one person's look-up stops no one else", async () => {
  const find = (session: Session, index: number): [string, Item] =>
    [...itemsOf(session, "people")]
      .find(([, { slack_id }]) => slack_id === idOf(index))!;
  let sample: Item = {};
  await inUnreadSession(day(1), async (session) => {
    await session.to(at("09:05"));
    sample = find(session, 0)[1];
  });
  await playAll("people", sample, find);
});

/** Days that are over, so that only an absurd value makes them show. */
const DAYS = { from: "2026-02-27", until: "2026-02-28" };

Deno.test("an absurd value in what one person declared stops no one else", async () => {
  for (const days of [null, DAYS]) {
    const declared = (index: number): Item =>
      declaredShifts.format({
        id: `Fx${idOf(index)}`,
        person: idOf(index),
        group: null,
        state: "pto",
        start: unix("09:00"),
        end: unix("09:18"),
        days,
        label: "",
        declared_by: idOf(index),
        declared_at: unix("08:58"),
        unconfirmed: false,
        ended: days && {
          ...{ at: unix("08:59"), by: idOf(index), end: null },
          ...{ days, undone_at: unix("08:59") },
        },
      });
    await playAll(
      "declared_shifts",
      declared(0),
      (_session, index) => [`Fx${idOf(index)}`, declared(index)],
      (item) => !parses(item),
    );
  }
});

/** Whether the app reads it, so that the person has declared just that. */
function parses(item: Item): boolean {
  try {
    declaredShifts.parse(item);
    return true;
  } catch {
    return false;
  }
}
