import { type InterceptedCall, type Interceptor } from "./intercept.ts";
import { isOn, itemsOf, type Mutant } from "./mutant.ts";

interface Shift {
  person: string;
  state: string;
}

/** A piece of a snapshot, as far as these mutants know it. */
interface Piece {
  shifts?: Shift[];
  remembered?: Shift[];
}

/** The app with a poor memory of who is on call. */
export const ON_CALL_MUTANTS: Mutant[] = [
  {
    name: "who is on call is forgotten while a roster cannot be read",
    breaks: ["on call"],
    make: () => readingSnapshots((piece) => ({ ...piece, remembered: [] })),
  },
  {
    name: "a person may be silenced in a shift that they do not allow",
    breaks: ["on call"],
    make: () => {
      const allowed = new Map<string, string[]>();
      const shows = ({ person, state }: Shift) =>
        state !== "on_call" || allowed.get(person)?.includes(state);
      const shown = readingSnapshots((piece) => ({
        ...piece,
        ...piece.shifts ? { shifts: piece.shifts.filter(shows) } : {},
      }));
      return async (call, pass) => {
        const answer = await shown(call, pass);
        if (!isOn(call, "consents", "bulkGet", "query")) return answer;
        for (const { person, states } of itemsOf(answer.body)) {
          allowed.set(String(person), states as string[]);
        }
        return answer;
      };
    },
  },
];

/** Changes every piece of a snapshot as it is read. */
function readingSnapshots(change: (piece: Piece) => Piece): Interceptor {
  return async (call: InterceptedCall, pass) => {
    const answer = await pass();
    if (!isOn(call, "roster_snapshots", "bulkGet")) return answer;
    const items = itemsOf(answer.body).map((item) => ({
      ...item,
      body: JSON.stringify(change(JSON.parse(String(item.body)))),
    }));
    return { ...answer, body: { ...answer.body, items } };
  };
}
