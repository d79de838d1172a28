import type { Filter, Item, Store } from "../record_store.ts";

/** Declared shifts as they are stored, for what need not know what they say. */
export const declaredItems: Store<Item> = {
  name: "declared_shifts",
  key: "id",
  parse: (item) => item,
  format: (item) => item,
};

/** What was declared for one person, or for one user group. */
export function declaredFor(whose: "person" | "group", id: string): Filter {
  return {
    expression: "#whose = :id",
    expression_attributes: { "#whose": whose },
    expression_values: { ":id": id },
  };
}
