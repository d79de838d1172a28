/**
 * `deno task messages`: writes `docs/messages.md`, all that people read in Slack, from
 * the samples of `app/messages/` and `talking/texts/` and from the manifest. A test fails when it is stale.
 */
import manifest from "../manifest.ts";
import { messageOf } from "../talking/message.ts";
import { answerRows } from "../tests/talking/answer_samples.ts";
import {
  HOME_BUTTONS,
  LINK_TRIGGERS,
  SET_UP,
} from "../triggers/link_triggers.ts";
import { TALK_LINKS } from "../triggers/talk_links.ts";
import { MESSAGES, textsOf } from "../tests/docs/message_samples.ts";
import { refuseArguments } from "./arguments.ts";

const USAGE = `usage: deno task messages

Writes docs/messages.md from the samples of app/messages/ and from the manifest.`;

export const PAGE = "docs/messages.md";

const HEAD = `# What people read

Every message of the app, with sample values, by who reads it and where. Then the
links and their forms. \`deno task messages\` writes this page; do not edit it.
[What each message means](operations.md#what-each-message-means) is in the guide.`;

type File = keyof typeof MESSAGES;

/** Who reads the messages of a file, and where, in the order of the page. */
const READERS: Readonly<Record<File, string>> = {
  home: "A person, about themselves, by direct message: _My Shiftlight_",
  opting_in: "A person who opted in, by direct message",
  consent: "A person, about opting out and their account, by direct message",
  declared: "A person who declared or ended something, by direct message",
  ended: "A person who ended something, or brought it back, by direct message",
  presence:
    "A person who set their own presence or status by a link, by direct message; what workflows get",
  history: "A person, about themselves, by direct message: _My history_",
  sync: "A person who opened _Sync now_, by direct message",
  errors: "A person whose form or link could not be carried out, from Slack",
  operators: "An operator who used a link, by direct message",
  operator_actions:
    "Operators, and everyone in the report channel, about operators' actions",
  set_up: "The person who sets Shiftlight up, by direct message",
  report: "Everyone in the report channel, in reports",
  report_lines: "Everyone in the report channel, lines of what was done",
  outages: "Everyone in the report channel, about what cannot be read or waits",
  phrases: "Pieces of the messages above",
};

/** The page as it should be. */
export function messagesPage(): string {
  const sections = (Object.keys(READERS) as File[]).map((file) =>
    [`## ${READERS[file]}`, ...blocksOf(file)].join("\n\n")
  );
  return [
    HEAD,
    ...sections,
    "## Answers to commands, in the thread where they were asked or by direct message",
    ...answers(),
    "## Links and forms",
    ...links(),
  ].join("\n\n") + "\n";
}

function blocksOf(file: File): string[] {
  const texts = Object.values(MESSAGES[file]).flat().map((message) =>
    textsOf(message).join(": ")
  );
  return [...new Set(texts)].map((text) => `\`\`\`text\n${text}\n\`\`\``);
}

/** Instants are as a client shows them that cannot tell the reader's own. */
function answers(): string[] {
  const texts = answerRows().map(({ answer }) =>
    messageOf(answer).text.replace(/<!date\^[^|]*\|([^>]*)>/g, "$1")
  );
  return [...new Set(texts)].map((text) => `\`\`\`text\n${text}\n\`\`\``);
}

/** As much of a form's field as people read. */
interface Field {
  title: string;
  description?: string;
  choices?: { title: string }[];
  items?: { choices?: { title: string }[] };
}

interface FormStep {
  inputs?: {
    title?: string;
    description?: string;
    submit_label?: string;
    fields?: { elements?: Field[] };
  };
}

function links(): string[] {
  return [SET_UP, ...LINK_TRIGGERS, ...HOME_BUTTONS, ...TALK_LINKS].map(
    ({ name, description, workflow }) => {
      const { steps } = manifest.workflows![workflow.split("/").at(-1)!]!;
      const form = (steps as FormStep[]).find(({ inputs }) => inputs?.fields);
      return [
        `- **${name}**: ${description}`,
        ...form === undefined ? [] : formLines(form.inputs!),
      ].join("\n");
    },
  );
}

function formLines(
  { title, description, submit_label, fields }: NonNullable<FormStep["inputs"]>,
): string[] {
  return [
    `  - Form "${title}", button "${submit_label}": ${description ?? ""}`
      .trim(),
    ...(fields?.elements ?? []).map((field) => {
      const choices = field.choices ?? field.items?.choices ?? [];
      const one = choices.length === 0
        ? ""
        : ` (${choices.map((each) => each.title).join("; ")})`;
      return `  - ${field.title}${one}: ${field.description ?? ""}`
        .replace(/: $/, "");
    }),
  ];
}

/** The page as `deno fmt` leaves it. */
export async function formattedPage(): Promise<string> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--ext=md", "--quiet", "-"],
    stdin: "piped",
    stdout: "piped",
  });
  const child = command.spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(messagesPage()));
  await writer.close();
  const { stdout } = await child.output();
  return new TextDecoder().decode(stdout);
}

if (import.meta.main) {
  refuseArguments("messages", USAGE);
  const file = new URL(`../${PAGE}`, import.meta.url);
  await Deno.writeTextFile(file, await formattedPage());
  console.log(`${PAGE} is written`);
}
