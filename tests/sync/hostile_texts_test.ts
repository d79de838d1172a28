import { assert, assertEquals } from "@std/assert";
import { at, person, scenario, schedule, shift } from "./day.ts";
import { inUnreadSession, type Session } from "./session.ts";

/** Texts that try to be more than a name. */
const HOSTILE = [
  "x\n• all well\n*Changed*",
  "x\r\u2028\u0085• all well",
  "```\nx\n```",
  "`x` ~x~ *x* _x_ x",
  "<!channel> <!here> <@UANN> <#C1> x",
  "<https://evil.example|ok> x",
  "&lt;!channel&gt; &amp;lt;!channel> x",
  "\u202Elleh lla\u202C x\u200B\u0000\u001B[2J",
  "> x",
  `x${"y".repeat(420_000)}`,
];

/** How the app begins a line. */
const LINE =
  /^(• |… and |<@UOPS>: this needs | {6}Run |Shiftlight reports here: |Share this link, so |The other links, |People write commands, |In private channels |\*(Needs attention|Changed|Left alone|Shiftlight is |Failed|Over|Not answered|Postponed)|:[a-z_]+: | {4}.+: )/;

/** Markup that only the texts above have, and what is never posted. */
const NEVER = [
  /^• all well/m,
  /^\*Changed\*\n• x/m,
  /```|`x`|~x~|\*x\*|(?<!\w)_x_/,
  /<!(?!date\^\d)|<http|<@UANN|<#C1/,
  /(?!\n)\p{Cc}|[\u200B\u2028\u202A-\u202E]/u,
  /y{200}/,
];

function assertHarmless(message: string, hostile: string) {
  const told = `${hostile.slice(0, 60)}: ${message.slice(0, 2000)}`;
  for (const line of message.split("\n")) {
    assert(LINE.test(line), `${line} of ${told}`);
  }
  for (const never of NEVER) {
    assert(!never.test(message), `${never} in ${told}`);
  }
}

async function posted(session: Session): Promise<string[]> {
  const all = await session.get<{ channel: string; text: string }[]>(
    "/control/messages",
  );
  return all.filter(({ channel }) =>
    channel === "CREPORTS" || channel === "UOPS"
  )
    .map(({ text }) => text);
}

/** Everything of a roster that is told, with the text in each place. */
function roster(text: string) {
  const times = { start: at("09:00"), end: at("09:10") };
  const ann = { email: "ann@example.com" };
  const backwards = { start: at("09:10"), end: at("09:00") };
  return JSON.stringify({
    version: 1,
    schedules: [{ id: "named", name: text }],
    shifts: [
      { person: ann, schedule: "named", label: text, ...times },
      { person: { name: text }, ...times },
      { person: { id: `id ${text}`, name: "No One" }, ...times },
      { person: { ...ann, name: text }, label: text, ...backwards },
      { person: ann, schedule: `s ${text}`, state: "no_state", ...times },
    ],
  });
}

async function play(text: string) {
  const people = [person("ann"), person("ops", { consent: null })];
  const rota = { ...schedule("pto"), vendor: "json", raw: roster(text) };
  const broken = { ...schedule("focus"), vendor: "json", raw: `"${text}"` };
  const day = scenario(people, [rota, broken], { operators: ["UOPS"] });
  await inUnreadSession(day, async (session) => {
    await session.to(at("09:05"));
    assertEquals((await session.status("UANN")).text !== "", true);
    const run = await session.trip("Set up Shiftlight", { user: "UOPS" });
    assertEquals(run.status, "completed", JSON.stringify(run));
    await session.to(at("09:30"));
    assertEquals((await session.status("UANN")).text, "");
    const messages = await posted(session);
    const all = messages.join("\n");
    const notFound = text.length > 500
      ? "an id or an address has more than 500 characters"
      : "not found in Slack";
    for (const told of [notFound, "it ends before it starts", "no_state"]) {
      assert(all.includes(told), `${told}: ${text.slice(0, 60)}: ${all}`);
    }
    for (const each of messages) assertHarmless(each, text);
  }, { rates: "none" });
}

Deno.test("a roster's texts form no line, code, link or mention of their own", async () => {
  for (const text of HOSTILE) await play(text);
});

Deno.test("a name in Slack is decoded once and escaped once", async () => {
  const names = { ann: "R&D <ann> *x*", bob: "x\n• all well" };
  const people = Object.keys(names).map((name) =>
    person(name, {
      status: { text: "Mine" },
      consent: { on_own_status: "skip" },
    })
  );
  const rota = schedule(
    "on_call",
    ...Object.keys(names).map((name) => shift(name, at("09:00"), at("09:10"))),
  );
  await inUnreadSession(scenario(people, [rota]), async (session) => {
    for (const [name, told] of Object.entries(names)) {
      const id = `U${name.toUpperCase()}`;
      session.workspace.state.people.get(id)!.name = told;
    }
    await session.to(at("09:05"));
    const reports = await session.reports();
    const told = ": R&amp;D &lt;ann&gt; \u2217x\u2217, x • all well";
    assert(reports.includes(told), reports);
  }, { rates: "none" });
});

Deno.test("a person's own status is one line in a report, and restored exactly", async () => {
  const text = "Mine\n\u2022 all well *x* <!here>";
  const status = { text, emoji: ":tea:" };
  const consent = { on_own_status: "replace" };
  const rota = schedule("on_call", shift("ann", at("09:00"), at("09:10")));
  const day = scenario([person("ann", { status, consent })], [rota]);
  await inUnreadSession(day, async (session) => {
    await session.to(at("09:05"));
    assert((await session.status("UANN")).text.startsWith("On call"));
    const told = "(had :tea: Mine \u2022 all well \u2217x\u2217 &lt;!here&gt;)";
    const reports = await session.reports();
    assert(reports.includes(told), reports);
    await session.to(at("09:31"));
    assertEquals((await session.status("UANN")).text, text);
  }, { rates: "none" });
});

Deno.test("a credential among the schedules is not told in a report", async () => {
  const token = "y_NbAkKc66ryYTWUXYEu";
  const rota = schedule("on_call", shift("ann", at("09:00"), at("09:10")));
  const day = scenario([person("ann")], [{ ...rota, id: token }]);
  await inUnreadSession(day, async (session) => {
    await session.fault({ method: "pagerduty", status: 404, times: 100 });
    await session.to(at("09:05"));
    const reports = await session.reports();
    // The local workspace calls the source itself by the schedule's id.
    const told = reports.replaceAll(`\u2022 ${token}, `, "");
    assert(told.includes("no schedule y_Nb\u2026 that"), reports);
    assert(!told.includes(token), reports);
  }, { rates: "none" });
});
