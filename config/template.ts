/** What a status template can say besides its own text. */
const PLACEHOLDERS = ["until", "label"] as const;

/** Slack cuts a status at 100 characters; the rest is for what varies. */
const LITERAL_LIMIT = 80;

const PLACEHOLDER = /\{([^{}]*)\}/g;

/** A template's text without its placeholders, as it stands on every status. */
export function literalText(template: string): string {
  return template.replace(PLACEHOLDER, " ").replace(/\s+/g, " ").trim();
}

/** What is wrong with a template, in words; nothing if it can be used. */
export function templateProblems(template: string): string[] {
  return [
    ...unknownPlaceholders(template),
    ...braceProblems(template),
    ...literalProblems(template),
  ];
}

function unknownPlaceholders(template: string): string[] {
  const known: readonly string[] = PLACEHOLDERS;
  return [...template.matchAll(PLACEHOLDER)]
    .filter(([, name]) => !known.includes(name!))
    .map(([placeholder]) =>
      `"${placeholder}" is not a placeholder; there are ${
        PLACEHOLDERS.map((name) => `{${name}}`).join(" and ")
      }`
    );
}

function braceProblems(template: string): string[] {
  return /[{}]/.test(template.replace(PLACEHOLDER, ""))
    ? [`"${template}" has a brace without its partner`]
    : [];
}

function literalProblems(template: string): string[] {
  const literal = literalText(template);
  // A letter or two would recognise far too many statuses as the app's own.
  const letters = literal.match(/[\p{Script=Latin}\p{N}]/gu)?.length ?? 0;
  const telling = /(?!\p{Script=Latin})[\p{L}\p{Extended_Pictographic}]/u;
  if (letters < 3 && !telling.test(literal)) {
    return [
      `"${template}" needs words of its own beside placeholders, ` +
      `such as "On call until {until}"`,
    ];
  }
  const length = [...template.replace(PLACEHOLDER, "")].length;
  if (length <= LITERAL_LIMIT) return [];
  return [
    `has ${length} characters beside its placeholders; ` +
    `at most ${LITERAL_LIMIT} fit`,
  ];
}
