import * as v from "valibot";
import type { RosterSnapshot } from "../../reconciler/shift.ts";
import type { SlackClient } from "../call.ts";
import { SECONDS_PER_MINUTE } from "../../time.ts";
import { asFailure, recordUnread } from "../failure.ts";
import {
  deleteRecords,
  type Found,
  getRecord,
  getRecords,
  putRecords,
} from "../record_store.ts";
import { defineBodyStore, mixedFormat } from "./define_store.ts";
import { count, instant, text, zone } from "./fields.ts";
import type { StoredSnapshot } from "./checkpoint.ts";
import { SHIFT } from "./shift.ts";

/**
 * Bytes of one chunk as JSON within JSON: far below the 400 kB of an item, and
 * small enough that the 25 chunks of one call stay below 3 MB.
 */
const CHUNK_BYTES = 118_000;

/** Chunks read along with the head: together they are the 25 items of one call. */
const READ_AHEAD = 24;

/**
 * The head of a snapshot, written once every chunk is stored. `read_at` and
 * `expires_at` are Unix seconds. Without `expires_at` a later run deletes it.
 */
const HEAD = v.object({
  id: v.string(),
  version: v.string(),
  read_at: instant,
  chunks: count,
  expires_at: v.exactOptional(instant),
});

type Head = v.InferOutput<typeof HEAD>;

/** The lists that grow with the roster, in the order in which they fill chunks. */
const LISTS = [
  "shifts",
  "remembered",
  "unplaced",
  "unmapped_shifts",
  "people",
  "unreadable",
  "unmapped",
  "rejected",
  "schedules",
] as const;

interface Chunk extends Pick<RosterSnapshot, typeof LISTS[number]> {
  id: string;
  expires_at?: number;
}

const UNPLACED = v.object({
  start: instant,
  end: v.nullable(instant),
  source: v.string(),
  schedule: v.string(),
  identity: v.string(),
  email: v.nullable(v.string()),
  group: v.nullable(v.string()),
});

const { person: _, ...OF_NOBODY } = SHIFT.entries;
const UNMAPPED_SHIFT = v.object({ ...OF_NOBODY, name: v.string() });

const CHUNK = v.object({
  id: v.string(),
  expires_at: v.exactOptional(instant),
  shifts: v.array(SHIFT),
  remembered: v.optional(v.array(SHIFT), []),
  unplaced: v.optional(v.array(UNPLACED), []),
  unmapped_shifts: v.optional(v.array(UNMAPPED_SHIFT), []),
  people: v.array(v.object({
    id: v.string(),
    name: text,
    time_zone: zone,
  })),
  unreadable: v.array(v.object({
    source: v.string(),
    schedule: v.nullable(v.string()),
    identity: v.exactOptional(v.string()),
    emptied: v.exactOptional(v.literal(true)),
    needs: v.exactOptional(v.literal("operator")),
    secret: v.exactOptional(v.string()),
    reason: v.string(),
  })),
  unmapped: v.array(v.object({
    identity: v.string(),
    name: v.string(),
    source: v.string(),
    reason: v.string(),
    transient: v.boolean(),
    people: v.exactOptional(v.array(v.string())),
    retry_at: v.exactOptional(v.number()),
  })),
  rejected: v.array(v.object({ source: v.string(), reason: v.string() })),
  schedules: v.array(v.object({
    source: v.string(),
    schedule: v.string(),
    name: v.string(),
  })),
});

const SNAPSHOTS = {
  name: "roster_snapshots",
  key: "id",
  // Its items are so large that a page of the whole store holds few of them.
  scanAbove: Infinity,
  columns: ({ expires_at }: { expires_at?: number }) =>
    expires_at === undefined ? {} : { expires_at },
};

export const snapshotHeads = defineBodyStore<Head>({
  ...SNAPSHOTS,
  version: 1,
  schema: HEAD,
});

export const snapshotChunks = defineBodyStore<Chunk>({
  ...SNAPSHOTS,
  version: 1,
  schema: CHUNK,
});

/** Heads and chunks, which are read together. Their ids differ. */
const pieces = mixedFormat<Head | Chunk>(
  snapshotHeads,
  (id) => isHeadId(id) ? snapshotHeads : snapshotChunks,
);

/** Thrown when a snapshot or one of its chunks does not exist. */
export class SnapshotNotFound extends Error {}

/** Three steps of a minute each, and the time between them. */
const RUN_MAY_LAST_SECONDS = 5 * SECONDS_PER_MINUTE;

const HEAD_ID = ":head";
const headId = (version: string) => version + HEAD_ID;
const isHeadId = (id: string) => id.endsWith(HEAD_ID);
const chunkId = (version: string, index: number) => `${version}:${index}`;
const chunkIds = (version: string, count: number) =>
  Array.from({ length: count }, (_, index) => chunkId(version, index));

/**
 * Stores a snapshot: first its chunks, last its head, so that a partly written
 * snapshot is never read. Then deletes the older snapshots that no run can still
 * be reading.
 *
 * @param stored The snapshots that are stored, newest first.
 * @param deleting The client that deletes: one that does not wait for it.
 * @param expires_at When Slack deletes it (Unix seconds); left out, a later call does.
 * @returns the snapshots that are stored now, newest first. They include those
 * that could not be deleted; the next call deletes them.
 * @throws {Error} when Slack did not store a piece.
 * @throws {SlackFailure} when a call fails.
 */
export async function putSnapshot(
  client: SlackClient,
  snapshot: RosterSnapshot,
  stored: readonly StoredSnapshot[],
  deleting: SlackClient = client,
  expires_at?: number,
): Promise<StoredSnapshot[]> {
  const { version, read_at } = snapshot;
  const expiry = expires_at === undefined ? {} : { expires_at };
  const chunks = chunksOf(snapshot).map((each) => ({ ...each, ...expiry }));
  const id = headId(version);
  const head = { id, version, read_at, chunks: chunks.length, ...expiry };
  for (const records of [chunks, [head]]) {
    const lost = await putRecords(client, pieces, records);
    if (lost.size > 0) {
      throw new Error("the roster snapshot could not be stored whole");
    }
  }
  const inUse = stored.filter((each) =>
    each.read_at > read_at - RUN_MAY_LAST_SECONDS
  );
  const old = stored.filter((each) => !inUse.includes(each));
  const undeleted = await deleteSnapshots(deleting, old);
  const own = { version, chunks: chunks.length, read_at };
  return [own, ...inUse, ...undeleted];
}

/** Splits a snapshot into at least one chunk; every chunk but the last is full. */
function chunksOf(snapshot: RosterSnapshot): Chunk[] {
  const chunks: Chunk[] = [];
  const begin = () => {
    const chunk: Chunk = {
      id: chunkId(snapshot.version, chunks.length),
      shifts: [],
      remembered: [],
      unplaced: [],
      unmapped_shifts: [],
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

/** The size of an entry as it is sent: JSON within JSON, with escaped quotes, in UTF-8. */
function bytesOf(entry: unknown): number {
  return encoder.encode(JSON.stringify(JSON.stringify(entry))).length;
}

/** Never rejects: old snapshots do no harm. @returns those that are still stored. */
async function deleteSnapshots(
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
 * Reads a snapshot, in one call unless it is very large.
 *
 * @throws {SnapshotNotFound} when the snapshot or one of its chunks does not exist.
 * @throws {Error} when a piece does not parse: an unreadable snapshot is not an
 * empty one.
 * @throws {SlackFailure} when a call fails, or Slack reads a part only.
 */
export async function getSnapshot(
  client: SlackClient,
  version: string,
): Promise<RosterSnapshot> {
  // Only the head says how many chunks there are: the first are read along with it.
  const first = chunkIds(version, READ_AHEAD);
  const found = await getRecords(client, pieces, [
    headId(version),
    ...first,
  ]);
  const head = pieceOf(found, headId(version)) as Head | null;
  if (!head) {
    throw new SnapshotNotFound(
      "roster snapshot: not there; run fetch_roster first",
    );
  }
  const ids = chunkIds(version, head.chunks);
  const further = await getRecords(client, pieces, ids.slice(READ_AHEAD));
  const chunks = ids.map((id, index) => {
    const from = index < READ_AHEAD ? found : further;
    const chunk = pieceOf(from, id) as Chunk | null;
    if (!chunk) throw new SnapshotNotFound(`${namedPiece(id)}: missing`);
    return chunk;
  });
  return { version, read_at: head.read_at, ...joined(chunks) };
}

function joined(
  chunks: readonly Chunk[],
): Pick<RosterSnapshot, typeof LISTS[number]> {
  return {
    shifts: chunks.flatMap(({ shifts }) => shifts),
    remembered: chunks.flatMap(({ remembered }) => remembered),
    unplaced: chunks.flatMap(({ unplaced }) => unplaced),
    unmapped_shifts: chunks.flatMap((chunk) => chunk.unmapped_shifts),
    people: chunks.flatMap(({ people }) => people),
    unreadable: chunks.flatMap(({ unreadable }) => unreadable),
    unmapped: chunks.flatMap(({ unmapped }) => unmapped),
    rejected: chunks.flatMap(({ rejected }) => rejected),
    schedules: chunks.flatMap(({ schedules }) => schedules),
  };
}

/**
 * Reads a snapshot whose size is known, without its head: a single chunk by a call
 * that is not bulk, else 25 chunks a call.
 *
 * @throws as `getSnapshot` does.
 */
export async function getSnapshotOfSize(
  client: SlackClient,
  { version, chunks, read_at }: StoredSnapshot,
): Promise<RosterSnapshot> {
  const all = await getChunks(client, chunkIds(version, chunks));
  return { version, read_at, ...joined(all) };
}

async function getChunks(
  client: SlackClient,
  ids: readonly string[],
): Promise<Chunk[]> {
  const [only = ""] = ids;
  const found = ids.length === 1
    ? await getRecord(client, snapshotChunks, only)
    : await getRecords(client, snapshotChunks, ids);
  return ids.map((id) => {
    const chunk = pieceOf(found, id) as Chunk | null;
    if (!chunk) throw new SnapshotNotFound(`${namedPiece(id)}: missing`);
    return chunk;
  });
}

/** For people, who need no version: `roster snapshot, piece 1`. */
function namedPiece(id: string): string {
  return isHeadId(id)
    ? "roster snapshot"
    : `roster snapshot, piece ${id.split(":").at(-1)}`;
}

/**
 * @throws {Error} when the piece does not parse.
 * @throws {SlackFailure} when Slack could not read it this time.
 */
function pieceOf(
  { records, broken }: Found<Head | Chunk> | Found<Chunk>,
  id: string,
): Head | Chunk | null {
  const unreadable = broken.find((each) => each.id === id);
  if (unreadable?.transient) throw recordUnread(namedPiece(id));
  if (unreadable) {
    throw new Error(`${namedPiece(id)}: ${unreadable.reason}`);
  }
  return records.get(id) ?? null;
}
