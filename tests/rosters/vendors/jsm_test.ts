import { assert, assertEquals } from "@std/assert";
import * as v from "valibot";
import { outgoingDomains } from "../../../config/outgoing_domains.ts";
import { SourceSchema } from "../../../rosters/sources.ts";
import { jsmRoster } from "../../../rosters/vendors/jsm/adapter.ts";
import { envOf, keepsFailurePromises } from "../failure_promises.ts";
import {
  assertIncludes,
  at,
  type Handler,
  json,
  readerOf,
  reasonOf,
  reasonWith,
  type Subject,
} from "../fake_vendor.ts";
import SCHEDULES from "../payloads/jsm/schedules.json" with { type: "json" };
import TIMELINE from "../payloads/jsm/timeline.json" with { type: "json" };
import USERS from "../payloads/jsm/users.json" with { type: "json" };

const API_TOKEN = "ATATT3xSekret-0123456789";
const TOKEN = `bot@example.com:${API_TOKEN}`;
const LIST = "/jsm/ops/api/7d1d/v1/schedules";
const PEOPLE = "/ex/jira/7d1d/rest/api/3/user/bulk";
const ID = "f8f2a4ec-54b2-4513-865b-8cb3b81c9544";
const MIA = "5b10a2844c20165700ede21g";
const EMMA = "5b10ac8d82e05b22cc7d4ef5";

const SUBJECT: Subject<Parameters<typeof jsmRoster>[0]> = {
  rosterOf: jsmRoster,
  source: {
    type: "jsm",
    id: "ops",
    state: "on_call",
    cloud_id: "7d1d",
    site: null,
    schedules: ["Support Schedule"],
    token: "JSM_API_TOKEN",
  },
  env: envOf("JSM_API_TOKEN", TOKEN, "JSM_API_URL"),
  window: {
    since: at("2019-11-07T00:00:00Z"),
    until: at("2019-11-10T00:00:00Z"),
  },
};
const read = readerOf(SUBJECT);

/** Atlassian with its documented answers, but for those given by path. */
function withAnswers(changes: Record<string, Handler> = {}): Handler {
  const documented: Record<string, unknown> = {
    [LIST]: SCHEDULES,
    [`${LIST}/${ID}/timeline`]: TIMELINE,
    [PEOPLE]: USERS,
  };
  return (call, signal) => {
    const changed = changes[call.path];
    if (changed) return changed(call, signal);
    return call.path in documented
      ? json(documented[call.path])
      : json({ code: 404, message: "Not Found" }, 404);
  };
}

keepsFailurePromises({
  subject: SUBJECT,
  name: "Jira Service Management",
  secret: "JSM_API_TOKEN",
  credential: "API token",
  fine: withAnswers(),
  errorBody: (message, status) => ({ code: status, message }),
  limited: (seconds) =>
    json(
      { code: 429, message: "Too Many Requests" },
      429,
      seconds === null ? {} : { "retry-after": String(seconds) },
    ),
});

Deno.test("the documented answers are read, with e-mails as far as Jira tells", async () => {
  const { reading, seen } = await read(withAnswers());
  const common = {
    state: "on_call",
    source: "ops",
    schedule: "Support Schedule",
    label: "Support Schedule",
    level: 1,
  };
  assertEquals(reading, {
    shifts: [
      {
        ...common,
        identity: {
          key: `jsm:${MIA}`,
          email: "mia@example.com",
          name: "Mia Krystof",
        },
        start: at("2019-11-06T18:00:00Z"),
        end: at("2019-11-07T10:00:00Z"),
      },
      {
        ...common,
        identity: { key: `jsm:${EMMA}`, email: null, name: "Emma Richards" },
        start: at("2019-11-07T18:00:00Z"),
        end: at("2019-11-08T10:00:00Z"),
      },
    ],
    unreadable: [],
    rejected: [],
    schedules: [{
      source: "ops",
      schedule: "Support Schedule",
      name: "Support Schedule",
    }],
  });
  assertEquals(seen.map(({ path }) => path), [
    LIST,
    `${LIST}/${ID}/timeline`,
    PEOPLE,
  ]);
  assertEquals(seen[2]?.query.getAll("accountId"), [MIA, EMMA]);
  for (const { headers } of seen) {
    assertEquals(headers.get("authorization"), `Basic ${btoa(TOKEN)}`);
  }
});

Deno.test("all regions have one address", async () => {
  const { reading } = await read(withAnswers(), {
    env: { JSM_API_TOKEN: TOKEN },
    host: "https://api.atlassian.com",
  });
  assertEquals(reading.unreadable, []);
});

Deno.test("a secret without an e-mail or a token is no credential, and not shown", async () => {
  for (const token of [API_TOKEN, `:${API_TOKEN}`, `${API_TOKEN}:`]) {
    const env = { ...SUBJECT.env, JSM_API_TOKEN: token };
    const { reading, seen } = await read(withAnswers(), { env });
    assertEquals(seen.length, 0);
    const reason = reasonOf(reading);
    assertIncludes(reason, "the secret JSM_API_TOKEN holds no e-mail and API");
    assertIncludes(reason, "slack env set JSM_API_TOKEN <email:API-token>");
    assert(!reason.includes(API_TOKEN));
  }
});

Deno.test("no form of the token that an answer repeats is shown", async () => {
  const forms = [TOKEN, API_TOKEN, btoa(TOKEN)];
  for (const form of forms) {
    const bodies = [
      { message: `no ${form}` },
      { errorMessages: [`no ${form}`] },
      { errors: [{ title: "Refused", detail: `no ${form}` }] },
    ];
    for (const body of bodies) {
      const reason = await reasonWith(read, () => json(body, 500), forms);
      assertIncludes(reason, "no …");
    }
    const mismatch = await reasonWith(
      read,
      () => json({ values: form }),
      forms,
    );
    assertIncludes(mismatch, `expected Array, received "…"`);
    // Where what was received is cut, no part is left.
    const long = `${"x".repeat(50)}${form}`;
    const cut = await reasonWith(read, () => json({ values: long }), forms);
    assertIncludes(cut, `received "${"x".repeat(50)}…`);
  }
});

Deno.test("people whom Jira does not find keep their shifts, without an e-mail", async () => {
  const missing = () => json({ code: 404, message: "No" }, 404);
  const { reading } = await read(withAnswers({ [PEOPLE]: missing }));
  assertEquals(reading.unreadable, []);
  assertEquals(reading.shifts.map(({ identity }) => identity), [
    { key: `jsm:${MIA}`, email: null, name: MIA },
    { key: `jsm:${EMMA}`, email: null, name: EMMA },
  ]);
});

Deno.test("where Jira refuses to look people up, the source is unreadable, with its words and the remedy", async () => {
  const message = "Unauthorized; scope does not match";
  for (const status of [400, 401, 403, 410, 422]) {
    const refused = () => json({ code: status, message }, status);
    const { reading } = await read(withAnswers({ [PEOPLE]: refused }));
    assertEquals(reading.shifts, []);
    const reason = reasonOf(reading);
    assertIncludes(reason, "looking up people: Jira Service Management");
    assertIncludes(reason, message);
    const isOfToken = status === 401 || status === 403;
    for (
      const remedy of [
        "a token with scopes needs read:jira-user",
        'needs site: "https://<site>.atlassian.net" in the source ops',
      ]
    ) {
      assertEquals(reason.includes(remedy), isOfToken, reason);
    }
  }
});

const SITE_PEOPLE = "/rest/api/3/user/bulk";

Deno.test("a token without scopes looks people up at the site's own address", async () => {
  const source = { site: "https://acme.atlassian.net/" };
  const handler = withAnswers({ [SITE_PEOPLE]: () => json(USERS) });
  const { reading, seen } = await read(handler, { source });
  assertEquals(reading.unreadable, []);
  assertEquals(reading.shifts[0]?.identity.email, "mia@example.com");
  assertEquals(seen.map(({ path }) => path), [
    LIST,
    `${LIST}/${ID}/timeline`,
    SITE_PEOPLE,
  ]);
  // Without a stand-in, at the site itself.
  const { reading: away } = await read(handler, {
    source,
    env: { JSM_API_TOKEN: TOKEN },
    host: "https://api.atlassian.com",
  });
  const unreached = "cannot be reached for /rest/api/3/user/bulk";
  assertIncludes(reasonOf(away), unreached);
  const refused = withAnswers({ [SITE_PEOPLE]: () => json({}, 401) });
  const { reading: wrong } = await read(refused, { source });
  assertIncludes(reasonOf(wrong), "remove site from the source ops");
});

Deno.test("a site's address is Atlassian's, and the app may reach it", () => {
  const { source } = SUBJECT;
  for (
    const site of [
      "http://acme.atlassian.net",
      "https://acme.atlassian.net.evil.test",
      "https://acme.atlassian.net/wiki",
      "https://evil.test/.atlassian.net",
      "acme",
    ]
  ) {
    assertEquals(v.safeParse(SourceSchema, { ...source, site }).success, false);
  }
  const acme = { ...source, site: "https://acme.atlassian.net" };
  assertEquals(v.safeParse(SourceSchema, acme).success, true);
  assertEquals(outgoingDomains({ sources: [acme, source] }), [
    "acme.atlassian.net",
    "api.atlassian.com",
  ]);
});

Deno.test("Jira's errors by field are told", async () => {
  const body = { errorMessages: null, errors: { accountId: "is unknown" } };
  const refused = () => json(body, 400);
  const handler = withAnswers({ [PEOPLE]: refused });
  assertIncludes(
    await reasonWith(read, handler, [API_TOKEN]),
    "answered 400 (accountId: is unknown)",
  );
});

Deno.test("null is read where a field may be absent", async () => {
  const [rotation] = TIMELINE.finalTimeline.rotations;
  const [first] = rotation!.periods;
  const person = { id: MIA, type: "user", name: null };
  const [startDate, endDate] = ["2019-11-07T00:00:00Z", "2019-11-07T10:00:00Z"];
  const when = { ...first, startDate, endDate };
  const periods = [
    { ...when, responder: null, flattenedResponders: [person] },
    { ...when, responder: person, flattenedResponders: null },
  ];
  const rotations = [
    { ...rotation, deleted: null, periods },
    { ...rotation, periods: null },
  ];
  const timeline = { ...TIMELINE, finalTimeline: { rotations } };
  const values = SCHEDULES.values.map((each) => ({ ...each, enabled: null }));
  const listed = { ...SCHEDULES, values, links: null };
  const { reading } = await read(withAnswers({
    [LIST]: () => json(listed),
    [`${LIST}/${ID}/timeline`]: () => json(timeline),
    [PEOPLE]: () => json({ ...USERS, isLast: null }),
  }));
  assertEquals(reading.unreadable, []);
  assertEquals(reading.shifts.map(({ identity }) => identity.email), [
    "mia@example.com",
  ]);
});

Deno.test("an e-mail that is hidden, empty or of nobody known is none", async () => {
  const [mia] = USERS.values;
  for (const emailAddress of ["", null, undefined]) {
    const values = [{ ...mia, emailAddress }];
    const users = () => json({ ...USERS, values });
    const { reading } = await read(withAnswers({ [PEOPLE]: users }));
    assertEquals(reading.shifts.map(({ identity }) => identity), [
      { key: `jsm:${MIA}`, email: null, name: "Mia Krystof" },
      { key: `jsm:${EMMA}`, email: null, name: EMMA },
    ]);
  }
});

Deno.test("when Jira cannot tell just now the source is unreadable", async () => {
  const failures: [Handler, string][] = [
    [() => json({}, 500), "answered 500"],
    [() => json({}, 429), "answered 429"],
    [() => new Response("<html>"), "not JSON"],
    [() => json({ message: "Oops" }), "values: missing"],
    [
      () => json({ values: [{ accountId: 7 }] }),
      "values[0].accountId: expected string, received 7",
    ],
  ];
  for (const [answer, said] of failures) {
    const handler = withAnswers({ [PEOPLE]: answer });
    const reason = await reasonWith(read, handler, [TOKEN, API_TOKEN]);
    assertIncludes(reason, said);
  }
});

Deno.test("people come on pages, and pages without people end", async () => {
  const paged: Handler = ({ query }) => {
    const startAt = Number(query.get("startAt"));
    const values = USERS.values.slice(startAt, startAt + 1);
    return json({ ...USERS, startAt, values, isLast: false });
  };
  const { reading, seen } = await read(withAnswers({ [PEOPLE]: paged }));
  assertEquals(reading.shifts.map(({ identity }) => identity.name), [
    "Mia Krystof",
    "Emma Richards",
  ]);
  assertEquals(seen.length, 5);
});

Deno.test("nobody within the window: nobody is asked about", async () => {
  const window = {
    since: at("2019-11-08T10:00:00Z"),
    until: at("2019-11-10T00:00:00Z"),
  };
  const { reading, seen } = await read(withAnswers(), { window });
  assertEquals(reading.shifts, []);
  assertEquals(seen.length, 2);
});

Deno.test("pages of schedules follow the link within the same site", async () => {
  const [one] = SCHEDULES.values;
  const list: Handler = ({ query }) => {
    if (query.get("offset") === "25") return json(SCHEDULES);
    const values = [{ ...one, id: "other", name: "Other" }];
    const links = { next: "/v1/schedules?offset=25&size=25" };
    return json({ ...SCHEDULES, values, links });
  };
  const { reading, seen } = await read(withAnswers({ [LIST]: list }));
  assertEquals(reading.unreadable, []);
  assertEquals(reading.shifts.length, 2);
  assertEquals(seen[1]?.path, LIST);
  const circle: Handler = () =>
    json({ ...SCHEDULES, links: { next: "/v1/schedules?offset=25" } });
  const turned = await read(withAnswers({ [LIST]: circle }));
  assertIncludes(reasonOf(turned.reading), "the next page comes again");
});

Deno.test("a field that does not fit is named as Atlassian names it", async () => {
  const [rotation] = TIMELINE.finalTimeline.rotations;
  const [first] = rotation!.periods;
  const misfits: [object, string][] = [
    [
      { ...first, responder: null, flattenedResponders: null },
      "periods[0]: expected a recipient",
    ],
    [
      { ...first, responder: undefined, flattenedResponders: undefined },
      "periods[0]: expected a recipient",
    ],
    [
      { ...first, responder: { type: "user" } },
      "periods[0].responder: expected a user with an id",
    ],
    [{ ...first, startDate: 5 }, "periods[0].startDate: expected string"],
  ];
  for (const [period, said] of misfits) {
    const rotations = [{ ...rotation, periods: [period] }];
    const timeline = () => json({ ...TIMELINE, finalTimeline: { rotations } });
    const handler = withAnswers({ [`${LIST}/${ID}/timeline`]: timeline });
    assertIncludes(await reasonWith(read, handler, [API_TOKEN]), said);
  }
});

Deno.test("a schedule that is not there is unreadable by itself", async () => {
  const source = { schedules: ["Support Schedule", "Nowhere"] };
  const { reading } = await read(withAnswers(), { source });
  assertEquals(reading.shifts.length, 2);
  const [missing] = reading.unreadable;
  assertEquals([missing?.schedule, reading.unreadable.length], ["Nowhere", 1]);
  assertIncludes(missing!.reason, "the API token in JSM_API_TOKEN can see");
});
