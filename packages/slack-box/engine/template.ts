const WHOLE = /^\{\{\s*([^{}]+?)\s*\}\}$/;
const EMBEDDED = /\{\{\s*([^{}]+?)\s*\}\}/g;

/** What templates may refer to: `inputs`, `steps` and `data`, by name. */
export type TemplateScope = Record<string, unknown>;

function lookUp(scope: TemplateScope, path: string): unknown {
  const [root, ...rest] = path.split(".");
  if (root === undefined || !Object.hasOwn(scope, root)) {
    throw new Error(
      `{{${path}}} refers to nothing; known here: ${
        Object.keys(scope).join(", ")
      }`,
    );
  }
  let value: unknown = scope[root];
  for (const key of rest) {
    if (typeof value !== "object" || value === null) return undefined;
    if (!Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

function asText(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/**
 * Replaces every template in `value`, at any depth. A string that is one
 * template becomes the value it refers to, with its type. Within a longer
 * string a template becomes text, which is empty if there is no such value.
 */
export function resolveTemplates(
  value: unknown,
  scope: TemplateScope,
): unknown {
  if (typeof value === "string") {
    const whole = WHOLE.exec(value);
    if (whole) return lookUp(scope, whole[1]!);
    return value.replace(EMBEDDED, (_, path) => asText(lookUp(scope, path)));
  }
  if (Array.isArray(value)) {
    return value.map((item) => resolveTemplates(item, scope));
  }
  if (typeof value === "object" && value !== null) {
    return resolveInputs(value as Record<string, unknown>, scope);
  }
  return value;
}

/** The same for a set of inputs; an input without a value is left out. */
export function resolveInputs(
  inputs: Record<string, unknown>,
  scope: TemplateScope,
): Record<string, unknown> {
  const resolved: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(inputs)) {
    const one = resolveTemplates(value, scope);
    if (one !== undefined && one !== null) resolved[name] = one;
  }
  return resolved;
}
