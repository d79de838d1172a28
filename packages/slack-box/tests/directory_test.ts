import { assertEquals, assertStrictEquals } from "@std/assert";
import { peopleWithEmail } from "../directory.ts";
import type { WorkspacePerson } from "../state.ts";
import { person } from "./web_api/workspace.ts";

function directory(...names: string[]) {
  const people = new Map(
    names.map((name) => [`U${name}`, person(`U${name}`)]),
  );
  const at = (email: string) =>
    peopleWithEmail(people, email).map(({ id }) => id);
  return { people, at };
}

const ANN = "ann@example.com";

Deno.test("an address is found in upper and lower case", () => {
  const { people, at } = directory("ANN", "BOB");
  assertEquals(at("Ann@Example.COM"), ["UANN"]);
  people.get("UBOB")!.email = "Robert@Example.com";
  assertEquals(at("robert@example.com"), ["UBOB"]);
  assertEquals(at("nobody@example.com"), []);
});

Deno.test("a person with a new address is found only under the new one", () => {
  const { people, at } = directory("ANN", "BOB");
  assertEquals(at(ANN), ["UANN"]);
  people.get("UANN")!.email = "anne@example.com";
  assertEquals([at(ANN), at("anne@example.com")], [[], ["UANN"]]);
  people.get("UBOB")!.email = ANN;
  assertEquals([at(ANN), at("bob@example.com")], [["UBOB"], []]);
});

Deno.test("people who come and go are noticed", () => {
  const { people, at } = directory("ANN");
  assertEquals(at(ANN), ["UANN"]);
  people.delete("UANN");
  assertEquals(at(ANN), []);
  const anew: WorkspacePerson = person("UNEW", { email: ANN });
  people.set("UNEW", anew);
  assertEquals(at(ANN), ["UNEW"]);
  people.set("UNEW", { ...anew, email: "new@example.com" });
  assertEquals([at(ANN), at("new@example.com")], [[], ["UNEW"]]);
});

Deno.test("a deactivated account keeps its address when another account takes it over", () => {
  const { people, at } = directory("ANN", "BOB");
  assertEquals(at(ANN), ["UANN"]);
  people.get("UANN")!.deleted = true;
  assertEquals(at(ANN), ["UANN"]);
  people.get("UBOB")!.email = ANN;
  assertEquals(at(ANN), ["UANN", "UBOB"]);
  people.get("UANN")!.deleted = false;
  people.get("UBOB")!.email = "bob@example.com";
  assertEquals(at(ANN), ["UANN"]);
});

Deno.test("a look-up finds the current record of a person", () => {
  const { people, at } = directory("ANN");
  assertEquals(at(ANN), ["UANN"]);
  const anew = person("UANN");
  people.set("UANN", anew);
  assertStrictEquals(peopleWithEmail(people, ANN)[0], anew);
});
