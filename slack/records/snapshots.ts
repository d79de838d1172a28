import * as v from "valibot";
import type { Person, RosterSnapshot, Shift } from "../../reconciler/shift.ts";
import type { SlackClient } from "../call.ts";
import {
  type Broken,
  deleteRecords,
  getRecords,
  putRecords,
  SCHEMA_VERSION,
  type Store,
} from "../record_store.ts";
import { parseBody } from "./body.ts";
import { SHIFT } from "./shift.ts";

/** Shifts in one chunk: with people about 80 kB, far below the 400 kB of an item. */
const CHUNK = 250;

interface Head extends Omit<RosterSnapshot, "shifts" | "people"> {
  id: string;
  chunks: number;
  /** The version before this one and its chunks: what another run may still read. */
  previous: { version: string; chunks: number } | null;
}

interface Chunk {
  id: string;
  shifts: Shift[];
  people: Person[];
}

const UNREADABLE = v.object({
  source: v.string(),
  schedule: v.nullable(v.string()),
  reason: v.string(),
});

const HEAD = v.object({
  id: v.string(),
  version: v.string(),
  read_at: v.number(),
  chunks: v.number(),
  previous: v.nullable(v.object({ version: v.string(), chunks: v.number() })),
  unreadable: v.array(UNREADABLE),
  unmapped: v.array(v.object({
    identity: v.string(),
    name: v.string(),
    source: v.string(),
    reason: v.string(),
    passing: v.boolean(),
  })),
  rejected: v.array(v.object({ source: v.string(), reason: v.string() })),
});

const CHUNK_BODY = v.object({
  id: v.string(),
  shifts: v.array(SHIFT),
  people: v.array(v.object({
    id: v.string(),
    name: v.string(),
    time_zone: v.string(),
  })),
});

function snapshotStore<T extends { id: string }>(
  schema: v.GenericSchema<unknown, T>,
): Store<T> {
  return {
    name: "roster_snapshots",
    key: "id",
    parse: (item) => parseBody(schema, item),
    format: (record) => ({
      id: record.id,
      schema_version: SCHEMA_VERSION,
      body: JSON.stringify(record),
    }),
  };
}

const heads = snapshotStore<Head>(HEAD);
const chunks = snapshotStore<Chunk>(CHUNK_BODY);

const headId = (version: string) => `${version}:head`;
const chunkId = (version: string, index: number) => `${version}:${index}`;
const chunkIds = (version: string, count: number) =>
  Array.from({ length: count }, (_, index) => chunkId(version, index));

/**
 * Stores a snapshot: its chunks first, the head last, so that one whose
 * writing was cut short is never read. Then deletes the version before the
 * previous one.
 *
 * @param previous The version stored before this one, or `""`.
 * @throws {Error} when a piece could not be written.
 */
export async function putSnapshot(
  client: SlackClient,
  snapshot: RosterSnapshot,
  previous: string,
): Promise<void> {
  const { shifts, people, version, ...rest } = snapshot;
  const count = Math.max(
    1,
    Math.ceil(shifts.length / CHUNK),
    Math.ceil(people.length / CHUNK),
  );
  const pieces = chunkIds(version, count).map((id, index) => ({
    id,
    shifts: shifts.slice(index * CHUNK, (index + 1) * CHUNK),
    people: people.slice(index * CHUNK, (index + 1) * CHUNK),
  }));
  // A previous head that does not parse is left alone, and what it names with it.
  const { head: before } = await headOf(client, previous);
  const head: Head = {
    ...rest,
    id: headId(version),
    version,
    chunks: count,
    previous: before && { version: before.version, chunks: before.chunks },
  };
  const lost = await putRecords(client, chunks, pieces);
  if (lost.size === 0) {
    const unwritten = await putRecords(client, heads, [head]);
    if (unwritten.size === 0) {
      return await forget(client, before?.previous ?? null);
    }
  }
  throw new Error("the roster snapshot could not be stored whole");
}

async function headOf(
  client: SlackClient,
  version: string,
): Promise<{ head: Head | null; broken: Broken | undefined }> {
  if (version === "") return { head: null, broken: undefined };
  const found = await getRecords(client, heads, [headId(version)]);
  const head = found.records.get(headId(version)) ?? null;
  return { head, broken: found.broken[0] };
}

async function forget(
  client: SlackClient,
  old: { version: string; chunks: number } | null,
): Promise<void> {
  if (!old) return;
  const ids = [headId(old.version), ...chunkIds(old.version, old.chunks)];
  await deleteRecords(client, chunks, ids);
}

/**
 * The snapshot of this version.
 *
 * @throws {Error} when it is not there, or a chunk of it is missing or does
 * not parse: an unreadable snapshot is never an empty one.
 */
export async function getSnapshot(
  client: SlackClient,
  version: string,
): Promise<RosterSnapshot> {
  const { head, broken: unreadable } = await headOf(client, version);
  if (unreadable) {
    throw new Error(`roster snapshot ${unreadable.id}: ${unreadable.reason}`);
  }
  if (!head) {
    throw new Error(
      `roster snapshot ${version}: not there; run fetch_roster first`,
    );
  }
  const ids = chunkIds(version, head.chunks);
  const { records, broken } = await getRecords(client, chunks, ids);
  const [first] = broken;
  if (first) throw new Error(`roster snapshot ${first.id}: ${first.reason}`);
  const pieces = ids.map((id) => {
    const piece = records.get(id);
    if (!piece) throw new Error(`roster snapshot ${id}: missing`);
    return piece;
  });
  const { version: _, id: __, chunks: ___, previous: ____, ...rest } = head;
  return {
    ...rest,
    version,
    shifts: pieces.flatMap((piece) => piece.shifts),
    people: pieces.flatMap((piece) => piece.people),
  };
}
