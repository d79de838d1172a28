import { assertEquals } from "@std/assert";
import type { ValidatedSource } from "../../rosters/sources.ts";
import {
  assertIncludes,
  type Changes,
  fakeClock,
  type Handler,
  hangs,
  HOST,
  json,
  readerOf,
  type ReadWith,
  reasonOf,
  reasonOfHanging,
  reasonWith,
  type Subject,
} from "./fake_vendor.ts";

/** A vendor in whose place a test answers. */
export interface FailingVendor<S extends ValidatedSource> {
  subject: Subject<S>;
  /** As messages call it: `Grafana OnCall`. */
  name: string;
  /** The name of the secret in the subject's environment. */
  secret: string;
  /** What the secret holds; an `API key` unless given. */
  credential?: string;
  /** What it answers when all is well. */
  fine: Handler;
  /** Its error body with these words. */
  errorBody(words: string, status: number): unknown;
  /** A 429 that is over after this many seconds; `null`: it does not say. */
  limited(seconds: number | null): Response;
}

/** What holds of every vendor that refuses, hangs or answers nonsense. */
export function keepsFailurePromises<S extends ValidatedSource>(
  vendor: FailingVendor<S>,
) {
  const { name } = vendor;
  Deno.test(`${name}: a missing secret is named, and nothing is asked`, () =>
    asksNothingWithoutSecret(vendor));
  Deno.test(`${name}: 401 and 403 say whose credential failed`, () =>
    saysWhoseCredential(vendor));
  Deno.test(`${name}: 5xx, nonsense and no route are unreadable`, () =>
    isUnreadable(vendor));
  Deno.test(`${name}: nobody is sent elsewhere with the credential`, () =>
    goesNowhereElse(readerOf(vendor.subject), name));
  Deno.test(`${name}: a short 429 is waited for once`, () => waitsOnce(vendor));
  Deno.test(`${name}: a long 429 is left to the next poll`, () =>
    leavesLongWaits(vendor));
  Deno.test(`${name}: an answer that hangs ends after 10 s`, () =>
    endsHanging(vendor));
}

function tokenOf<S extends ValidatedSource>(
  { subject, secret }: FailingVendor<S>,
) {
  return subject.env[secret]!;
}

async function asksNothingWithoutSecret<S extends ValidatedSource>(
  { subject, fine, secret, credential = "API key" }: FailingVendor<S>,
) {
  const { [secret]: token = "", ...others } = subject.env;
  const unset = `the secret ${secret} is not set`;
  const cases: [env: Record<string, string>, said: string][] = [
    [others, unset],
    [{ ...others, [secret]: " \n" }, unset],
    [{ ...others, ANOTHER: token }, unset],
    // No header can carry it.
    [
      { ...others, [secret]: `${token}\n2` },
      `characters that no ${credential}`,
    ],
  ];
  for (const [env, said] of cases) {
    const { reading, seen } = await readerOf(subject)(fine, { env });
    assertEquals(seen.length, 0);
    assertIncludes(reasonOf(reading), said);
    assertIncludes(reasonOf(reading), `slack env set ${secret}`);
    assertEquals(reasonOf(reading).includes(token), false);
  }
}

async function saysWhoseCredential<S extends ValidatedSource>(
  vendor: FailingVendor<S>,
) {
  const token = tokenOf(vendor);
  const { subject, credential = "API key" } = vendor;
  // By the name that the source has for it.
  const env = { ...subject.env, [vendor.secret]: "", ANOTHER: token };
  const source = { token: "ANOTHER" } as Partial<S>;
  for (const status of [401, 403]) {
    const reason = await reasonWith(
      readerOf(subject),
      () => json(vendor.errorBody(`no ${token}`, status), status),
      [token],
      { source, env },
    );
    const refused = `${vendor.name} refused the ${credential} ` +
      "in the secret ANOTHER";
    assertIncludes(reason, refused);
    assertIncludes(reason, `(${status}; Slack's own tokens are not concerned)`);
  }
}

async function isUnreadable<S extends ValidatedSource>(
  vendor: FailingVendor<S>,
) {
  const token = tokenOf(vendor);
  const answers: [Handler, string][] = [
    [() => json(vendor.errorBody(`Boom ${token}`, 500), 500), "500 ("],
    [() => json(vendor.errorBody(`Boom ${token}`, 500), 500), "Boom …)"],
    [() => json([], 503), "answered 503: the next poll tries again"],
    [() => new Response("<html>Bad</html>", { status: 502 }), "answered 502"],
    [() => new Response("<html>Login</html>"), "with what is not JSON"],
    [() => new Response(""), "with what is not JSON"],
    [() => new Response(`{"results": [`), "with what is not JSON"],
    [() => json(null), "does not fit: the body"],
    [() => json(vendor.errorBody("Boom", 200)), "does not fit"],
    [() => json(vendor.errorBody("Gone", 410), 410), "answered 410"],
    [() => {
      throw new TypeError(`dns ${token}`);
    }, "cannot be reached for"],
  ];
  for (const [answer, expected] of answers) {
    const read = readerOf(vendor.subject);
    const reason = await reasonWith(read, answer, [token]);
    assertIncludes(reason, vendor.name);
    assertIncludes(reason, expected);
  }
}

/** The promises of adapters that send a credential in a header. */
export async function goesNowhereElse<S extends ValidatedSource>(
  read: ReadWith<S>,
  name: string,
  changes: Changes<S> = {},
) {
  for (const status of [301, 302, 307, 308]) {
    const headers = { location: "http://elsewhere.test/" };
    const { reading, seen } = await read(
      () => new Response("<html>Moved</html>", { status, headers }),
      changes,
    );
    assertIncludes(
      reasonOf(reading),
      `${name} answered ${status}: it sends elsewhere`,
    );
    assertEquals(seen.map(({ redirect }) => redirect), ["manual"]);
  }
}

async function waitsOnce<S extends ValidatedSource>(vendor: FailingVendor<S>) {
  const clock = fakeClock();
  let calls = 0;
  const { reading } = await readerOf(vendor.subject)(
    (seen, signal) =>
      calls++ === 0 ? vendor.limited(3) : vendor.fine(seen, signal),
    { clock },
  );
  assertEquals(reading.unreadable, []);
  assertEquals(clock.sleeps, [3000]);
}

async function leavesLongWaits<S extends ValidatedSource>(
  vendor: FailingVendor<S>,
) {
  for (const seconds of [21, 300, null]) {
    const clock = fakeClock();
    const reason = await reasonWith(
      readerOf(vendor.subject),
      () => vendor.limited(seconds),
      [tokenOf(vendor)],
      { clock },
    );
    assertEquals(clock.sleeps, []);
    assertIncludes(reason, `${vendor.name} answered 429`);
    assertIncludes(reason, "the next poll tries again");
  }
}

async function endsHanging<S extends ValidatedSource>(
  vendor: FailingVendor<S>,
) {
  for (const answer of hangs(`{"results": [`)) {
    const read = readerOf(vendor.subject);
    const { ms, reason } = await reasonOfHanging(read, answer);
    assertEquals(ms, 10_000);
    assertIncludes(reason, `${vendor.name} did not answer`);
    assertIncludes(reason, "within 10 s");
  }
}

/** The subject's environment with the vendor's address put to `HOST`. */
export function envOf(secret: string, token: string, setting: string) {
  return { [secret]: token, [setting]: HOST };
}
