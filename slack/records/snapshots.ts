import * as v from "valibot";
import type { RosterSnapshot } from "../../reconciler/shift.ts";
import type { SlackClient } from "../call.ts";
import { asFailure } from "../failure.ts";
import {
  deleteRecords,
  type Found,
  getRecords,
  putRecords,
  SCHEMA_VERSION,
  type Store,
} from "../record_store.ts";
import { parseBody } from "./body.ts";
import { SHIFT } from "./shift.ts";
import { SECONDS_PER_MINUTE } from "../../time.ts";

/**
 * Bytes of one chunk as JSON within JSON: far below the 400 kB of an item, and
 * so that the 25 chunks of one call stay below 3 MB.
 */
const CHUNK_BYTES = 100_000;

/** Chunks read along with the head: with it they are the 25 items of one call. */
const READ_AHEAD = 24;

/** A snapshot that is stored: what is needed to delete it. */
export interface StoredSnapshot {
  version: string;
  chunks: number;
  /** Unix seconds. */
  read_at: number;
}

interface Head {
  id: string;
  version: string;
  /** Unix seconds. */
  read_at: number;
  chunks: number;
}

/** What grows with the roster, in the order in which chunks are filled. */
const LISTS = [
  "shifts",
  "people",
  "unreadable",
  "unmapped",
  "rejected",
  "schedules",
] as const;

interface Chunk extends Pick<RosterSnapshot, typeof LISTS[number]> {
  id: string;
}

const UNREADABLE = v.object({
  source: v.string(),
  schedule: v.nullable(v.string()),
  identity: v.exactOptional(v.string()),
  reason: v.string(),
});

const HEAD = v.object({
  id: v.string(),
  version: v.string(),
  read_at: v.number(),
  chunks: v.number(),
});

const CHUNK = v.object({
  id: v.string(),
  shifts: v.array(SHIFT),
  people: v.array(v.object({
    id: v.string(),
    name: v.string(),
    time_zone: v.string(),
  })),
  unreadable: v.array(UNREADABLE),
  unmapped: v.array(v.object({
    identity: v.string(),
    name: v.string(),
    source: v.string(),
    reason: v.string(),
    passing: v.boolean(),
  })),
  rejected: v.array(v.object({ source: v.string(), reason: v.string() })),
  // Snapshots stored before there were any say nothing of them.
  schedules: v.optional(
    v.array(v.object({
      source: v.string(),
      schedule: v.string(),
      name: v.string(),
    })),
    [],
  ),
});

/** Heads and chunks, told apart by their ids: they are read together. */
const pieces: Store<Head | Chunk> = {
  name: "roster_snapshots",
  key: "id",
  // Items are so large that a page of the whole store holds few of them.
  scan_above: Infinity,
  parse: (item) => {
    const isHead = String(item.id).endsWith(HEAD_ID);
    return isHead ? parseBody(HEAD, item) : parseBody(CHUNK, item);
  },
  format: (record) => ({
    id: record.id,
    schema_version: SCHEMA_VERSION,
    body: JSON.stringify(record),
  }),
};

/** A snapshot, or a piece of one, that no read has come upon. */
export class NotThere extends Error {}

/** Three steps of a minute each, and the time between them (seconds). */
const RUN_MAY_LAST = 5 * SECONDS_PER_MINUTE;

const HEAD_ID = ":head";
const headId = (version: string) => version + HEAD_ID;
const chunkId = (version: string, index: number) => `${version}:${index}`;
const chunkIds = (version: string, count: number) =>
  Array.from({ length: count }, (_, index) => chunkId(version, index));

/**
 * Stores a snapshot: its chunks first, the head last, so that one whose
 * writing was cut short is never read. Then deletes those stored before that
 * no run can be reading any more.
 *
 * @param stored The snapshots that are stored, newest first.
 * @returns those stored from now on, newest first: what could not be deleted
 * is among them, to be deleted next time.
 * @throws {Error} when a piece could not be written.
 */
export async function putSnapshot(
  client: SlackClient,
  snapshot: RosterSnapshot,
  stored: readonly StoredSnapshot[],
): Promise<StoredSnapshot[]> {
  const { version, read_at } = snapshot;
  const chunks = chunksOf(snapshot);
  const head = { id: headId(version), version, read_at, chunks: chunks.length };
  for (const records of [chunks, [head]]) {
    const lost = await putRecords(client, pieces, records);
    if (lost.size > 0) {
      throw new Error("the roster snapshot could not be stored whole");
    }
  }
  const inUse = stored.filter((each) => each.read_at > read_at - RUN_MAY_LAST);
  const old = stored.filter((each) => !inUse.includes(each));
  const undeleted = await forget(client, old);
  const own = { version, chunks: chunks.length, read_at };
  return [own, ...inUse, ...undeleted];
}

/** At least one chunk; each is full but the last of them. */
function chunksOf(snapshot: RosterSnapshot): Chunk[] {
  const chunks: Chunk[] = [];
  const begin = () => {
    const chunk: Chunk = {
      id: chunkId(snapshot.version, chunks.length),
      shifts: [],
      people: [],
      unreadable: [],
      unmapped: [],
      rejected: [],
      schedules: [],
    };
    chunks.push(chunk);
    return chunk;
  };
  let chunk = begin();
  let bytes = 0;
  for (const list of LISTS) {
    for (const entry of snapshot[list]) {
      const size = bytesOf(entry);
      if (bytes > 0 && bytes + size > CHUNK_BYTES) {
        chunk = begin();
        bytes = 0;
      }
      (chunk[list] as unknown[]).push(entry);
      bytes += size;
    }
  }
  return chunks;
}

const encoder = new TextEncoder();

/** As they are sent: JSON within JSON, whose quotes are escaped, in UTF-8. */
function bytesOf(entry: unknown): number {
  return encoder.encode(JSON.stringify(JSON.stringify(entry))).length;
}

/** @returns those that are still there; that they are costs the run nothing. */
async function forget(
  client: SlackClient,
  old: readonly StoredSnapshot[],
): Promise<StoredSnapshot[]> {
  const idsOf = ({ version, chunks }: StoredSnapshot) => [
    headId(version),
    ...chunkIds(version, chunks),
  ];
  try {
    const left = await deleteRecords(client, pieces, old.flatMap(idsOf));
    return old.filter((each) => idsOf(each).some((id) => left.has(id)));
  } catch (thrown) {
    const { message } = asFailure(thrown, "deleting");
    console.warn(`old roster snapshots not deleted: ${message}`);
    return [...old];
  }
}

/**
 * The snapshot of this version, in one call unless it is very large.
 *
 * @throws {NotThere} when it or a chunk of it is missing.
 * @throws {Error} when a piece does not parse: an unreadable snapshot is never
 * an empty one.
 */
export async function getSnapshot(
  client: SlackClient,
  version: string,
): Promise<RosterSnapshot> {
  // How many chunks there are only the head says; the first are asked for at once.
  const first = chunkIds(version, READ_AHEAD);
  const found = await getRecords(client, pieces, [
    headId(version),
    ...first,
  ]);
  const head = pieceOf(found, headId(version)) as Head | null;
  if (!head) {
    throw new NotThere(
      `roster snapshot ${version}: not there; run fetch_roster first`,
    );
  }
  const ids = chunkIds(version, head.chunks);
  const further = await getRecords(client, pieces, ids.slice(READ_AHEAD));
  const chunks = ids.map((id, index) => {
    const from = index < READ_AHEAD ? found : further;
    const chunk = pieceOf(from, id) as Chunk | null;
    if (!chunk) throw new NotThere(`roster snapshot ${id}: missing`);
    return chunk;
  });
  return {
    version,
    read_at: head.read_at,
    shifts: chunks.flatMap(({ shifts }) => shifts),
    people: chunks.flatMap(({ people }) => people),
    unreadable: chunks.flatMap(({ unreadable }) => unreadable),
    unmapped: chunks.flatMap(({ unmapped }) => unmapped),
    rejected: chunks.flatMap(({ rejected }) => rejected),
    schedules: chunks.flatMap(({ schedules }) => schedules),
  };
}

/** @throws {Error} when it is there and does not parse, or could not be read. */
function pieceOf(
  { records, broken }: Found<Head | Chunk>,
  id: string,
): Head | Chunk | null {
  const unreadable = broken.find((each) => each.id === id);
  if (unreadable) {
    throw new Error(`roster snapshot ${id}: ${unreadable.reason}`);
  }
  return records.get(id) ?? null;
}
