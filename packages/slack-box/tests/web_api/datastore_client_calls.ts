import type { Body } from "./workspace.ts";

/** A good call of a method, and what it must have done. */
export type Step = [
  method: string,
  who: "bot" | "alice",
  args: (seen: Body) => Record<string, unknown>,
  check: (body: Body, seen: Body) => unknown,
  expected: unknown,
];

const SONG = { id: "1", artist: "Whitney Houston", tags: ["pop"] };

const tune = { datastore: "good_tunes" };

export const DATASTORE_STEPS: Step[] = [
  [
    "apps.datastore.put",
    "bot",
    () => ({ ...tune, item: SONG }),
    (b) => b.item,
    SONG,
  ],
  [
    "apps.datastore.update",
    "bot",
    () => ({ ...tune, item: { id: "1", plays: 7 } }),
    ({ item }) => item.plays,
    7,
  ],
  [
    "apps.datastore.get",
    "bot",
    () => ({ ...tune, id: "1" }),
    ({ item }) => item,
    { ...SONG, plays: 7 },
  ],
  [
    "apps.datastore.bulkPut",
    "bot",
    () => ({ ...tune, items: [{ id: "2" }, { id: "3" }] }),
    (body) => body.failed_items,
    [],
  ],
  [
    "apps.datastore.bulkGet",
    "bot",
    () => ({ ...tune, ids: ["2", "3", "4"] }),
    (body) => body.items,
    [{ id: "2" }, { id: "3" }],
  ],
  [
    "apps.datastore.query",
    "bot",
    () => ({
      ...tune,
      expression: "#plays > :few",
      expression_attributes: { "#plays": "plays" },
      expression_values: { ":few": 6 },
    }),
    ({ items }) => items.length,
    1,
  ],
  ["apps.datastore.count", "bot", () => tune, ({ count }) => count, 3],
  ["apps.datastore.delete", "bot", () => ({ ...tune, id: "1" }), () => 0, 0],
  [
    "apps.datastore.bulkDelete",
    "bot",
    () => ({ ...tune, ids: ["2", "3"] }),
    ({ ids }) => ids,
    [],
  ],
];
