import { assertEquals } from "@std/assert";
import type { Action, Part } from "../../reconciler/part.ts";
import {
  partNeedsRead,
  planPart,
  statusPlan,
} from "../../reconciler/plan_part.ts";
import type { Status } from "../../reconciler/status.ts";
import { contextIn, type World } from "./samples.ts";

/** One cell of the table: claim, wanted and observed, and what comes of them. */
export interface Cell extends World {
  name: string;
  /** The status read; absent where none may be needed. */
  read?: Status;
  /** The instant of the read, when it is not that of the decision. */
  readAt?: number;
  action: Action;
  /** The status written; absent where none may be. */
  write?: Status;
  /** The part on record afterwards, as far as it is given. */
  part?: Partial<Part<Status>> | null;
  /** Whether the record must change. */
  record?: boolean;
}

export async function check(t: Deno.TestContext, cells: Cell[]): Promise<void> {
  for (const cell of cells) await t.step(cell.name, () => checkCell(cell));
}

function checkCell(cell: Cell): void {
  const context = contextIn(cell);
  assertEquals(partNeedsRead(statusPlan, context), cell.read !== undefined);
  const at = cell.readAt ?? context.now;
  const read = cell.read ? { value: cell.read, at } : null;
  const decision = planPart(statusPlan, context, read);
  assertEquals(decision.action, cell.action);
  assertEquals(decision.write?.value, cell.write);
  assertEquals(decision.after, cell.write ?? null);
  assertEquals(decision.before, cell.write ? cell.read! : null);
  if (cell.record !== undefined) assertEquals(decision.record, cell.record);
  if (cell.part === null) assertEquals(decision.part, null);
  for (const [key, value] of Object.entries(cell.part ?? {})) {
    const name = key as keyof Part<Status>;
    assertEquals<unknown>(decision.part?.[name], value, name);
  }
}
