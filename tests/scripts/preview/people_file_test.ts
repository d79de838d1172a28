import { assertEquals, assertThrows } from "@std/assert";
import {
  parsePeople,
  PeopleFileError,
} from "../../../scripts/preview/people_file.ts";

const ANN = {
  email: "ann@example.com",
  id: "U0123456789",
  name: "Ann, of Payments",
  tz: "Europe/London",
};

Deno.test("people are read from JSON and from CSV", () => {
  const json = JSON.stringify([
    { ...ANN, email: "Ann@Example.com" },
    { email: "bob@example.com" },
  ]);
  const csv = "\r\n" + [
    "Email,ID,name,tz",
    'ann@example.com,U0123456789,"Ann, of Payments",Europe/London',
    "",
    "bob@example.com,,,",
  ].join("\r\n");
  const bob = { email: "bob@example.com", id: null, name: null, tz: null };
  assertEquals(parsePeople(json, "f"), [ANN, bob]);
  assertEquals(parsePeople(csv, "f"), [ANN, bob]);
});

Deno.test("a file that cannot be used is refused in one line", () => {
  const cases: [text: string, problem: string][] = [
    ["[", "it is not JSON"],
    ['{"a": 1}', "it is no list of people"],
    ["[1]", "it is no list of people"],
    ["[]", "it lists no people"],
    ["", "it lists no people"],
    ['[{"name": "Ann"}]', "person 1: it has neither email nor id"],
    ['[{"email": "ann"}]', 'person 1: "ann" is no e-mail address'],
    ['[{"email": 1}]', "person 1: email must be a text"],
    ['[{"id": "ann"}]', 'person 1: "ann" is no Slack id'],
    [
      "email,tz\na@x.org,Europe/London\nb@x.org,Mars/Base",
      'person 2: "Mars/Base" is no time zone',
    ],
    [
      "email,id\na@x.org,U0000000A\nA@x.org,U0000000B",
      "it gives the address a@x.org to two people",
    ],
  ];
  for (const [text, problem] of cases) {
    const error = assertThrows(
      () => parsePeople(text, "f.csv"),
      PeopleFileError,
    );
    assertEquals(
      [
        error.message.startsWith(`f.csv: ${problem}`),
        error.message.includes("\n"),
      ],
      [true, false],
      error.message,
    );
  }
});
