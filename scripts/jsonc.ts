/** JSON with comments and trailing commas, as `deno.jsonc` may have them. */
export function parseJsonc(text: string): unknown {
  const strings = /"(?:[^"\\]|\\.)*"/.source;
  const comments = /\/\/[^\n]*|\/\*[\s\S]*?\*\//.source;
  const bare = text.replace(
    new RegExp(`(${strings})|${comments}`, "g"),
    (_match, string?: string) => string ?? "",
  );
  return JSON.parse(bare.replace(
    new RegExp(`(${strings})|,(?=\\s*[\\]}])`, "g"),
    (_match, string?: string) => string ?? "",
  ));
}
