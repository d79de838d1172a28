/** One symbol of a filter expression; `text` of a word is in lower case. */
export interface FilterToken {
  kind: "attribute" | "value" | "word" | "symbol";
  text: string;
}

const TOKEN = /\s*(?:(#\w+)|(:\w+)|([A-Za-z_]\w*)|(<=|>=|<>|[=<>(),]))/y;

/** Splits an expression; `null` when something in it is no symbol at all. */
export function filterTokens(expression: string): FilterToken[] | null {
  const tokens: FilterToken[] = [];
  const source = expression.trim();
  let position = 0;
  while (position < source.length) {
    TOKEN.lastIndex = position;
    const match = TOKEN.exec(source);
    if (match === null) return null;
    position = TOKEN.lastIndex;
    const [, attribute, value, word, symbol] = match;
    if (attribute !== undefined) {
      tokens.push({ kind: "attribute", text: attribute });
    } else if (value !== undefined) tokens.push({ kind: "value", text: value });
    else if (word !== undefined) {
      tokens.push({ kind: "word", text: word.toLowerCase() });
    } else tokens.push({ kind: "symbol", text: symbol! });
  }
  return tokens;
}
