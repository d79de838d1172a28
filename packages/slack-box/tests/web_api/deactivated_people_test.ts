import { assertEquals } from "@std/assert";
import { addToken, BOT, call, workspace } from "./workspace.ts";

const EMAIL = "bob@example.com";

/** Bob's account, a token that he gave to the app, and how often he is listed. */
function bob() {
  const state = workspace();
  const token = addToken(state, "external", "UBOB");
  const listed = (asking = BOT) =>
    call(state, asking, "users.list").members
      .find(({ id }: { id: string }) => id === "UBOB");
  return { state, token, listed, person: state.people.get("UBOB")! };
}

Deno.test("the token of a deactivated account is refused", () => {
  const { state, token, person } = bob();
  const calls: [method: string, args: Record<string, unknown>][] = [
    ["users.profile.get", {}],
    ["users.profile.set", { profile: { status_text: "Back" } }],
    ["dnd.info", {}],
    ["dnd.setSnooze", { num_minutes: 5 }],
    ["dnd.endSnooze", {}],
    ["users.getPresence", {}],
    ["users.setPresence", { presence: "away" }],
    ["auth.test", {}],
  ];
  const errors = () =>
    calls.map(([method, args]) => call(state, token, method, args).error);
  assertEquals(errors(), calls.map(() => undefined));
  person.deleted = true;
  assertEquals(errors(), calls.map(() => "account_inactive"));
  assertEquals(person.status.text, "Back");
  person.deleted = false;
  assertEquals(errors(), calls.map(() => undefined));
});

Deno.test("other people see that an account is deactivated", () => {
  const { state, person, listed } = bob();
  const owner = addToken(state, "admin", "UODA");
  const lookUp = () =>
    call(state, BOT, "users.lookupByEmail", { email: EMAIL });
  assertEquals([lookUp().user.id, listed().deleted], ["UBOB", false]);
  person.deleted = true;
  assertEquals(lookUp().error, "users_not_found");
  assertEquals([listed().deleted, listed().tz], [true, undefined]);
  assertEquals(
    call(state, BOT, "users.info", { user: "UBOB" }).user.deleted,
    true,
  );
  const args = { user: "UBOB", profile: { status_text: "x" } };
  const set = call(state, owner, "users.profile.set", args);
  assertEquals(set.error, "profile_set_failed");
  person.deleted = false;
  assertEquals(lookUp().user.id, "UBOB");
});

Deno.test("a new name and address count at once, the old ones no more", () => {
  const { state, token, person, listed } = bob();
  const lookUp = (email: string) =>
    call(state, BOT, "users.lookupByEmail", { email });
  assertEquals(lookUp(EMAIL).user.id, "UBOB");
  person.name = "robert";
  person.email = "Robert@example.com";
  assertEquals(lookUp(EMAIL).error, "users_not_found");
  assertEquals(lookUp("robert@example.com").user.id, "UBOB");
  const { name, profile } = listed();
  assertEquals(
    [name, profile.real_name, profile.email],
    ["robert", "robert", "Robert@example.com"],
  );
  const own = call(state, token, "users.profile.get");
  assertEquals(own.profile.display_name, "robert");
  const written = call(state, token, "users.profile.set", {
    profile: { status_text: "Here" },
  });
  assertEquals(written.username, "robert");
});

Deno.test("an address that another account took over finds that account", () => {
  const { state, person } = bob();
  const lookUp = () =>
    call(state, BOT, "users.lookupByEmail", { email: EMAIL }).user?.id;
  assertEquals(lookUp(), "UBOB");
  person.deleted = true;
  state.people.get("UALICE")!.email = EMAIL;
  assertEquals(lookUp(), "UALICE");
});
