import type { Checkpoint } from "../../../slack/records/checkpoint.ts";
import { NOW } from "../local_slack.ts";

/** A checkpoint with something in every field. */
export const SAMPLE_CHECKPOINT: Checkpoint = {
  id: "checkpoint",
  roster_digest: "r",
  config_digest: "c",
  consents_revision: "v",
  snapshot: "s",
  snapshot_at: NOW - 60,
  snapshots: [{ version: "s", chunks: 2, read_at: NOW - 60 }],
  upcoming: { "1772442000": "0123456789ab" },
  ahead: { "1772528400": "0123456789ab" },
  listed: { pd: { until: NOW + 60, empty_since: NOW - 60 } },
  booked_until: 1_772_463_600,
  handoffs: "1772442000",
  book_at: null,
  changes_at: NOW + 60,
  started_at: NOW,
  started_revision: "v",
  open: true,
  overlapped: false,
  next_due: null,
  watch: ["UANN"],
  failing: ["UBOB"],
  unmapped: 2,
};
