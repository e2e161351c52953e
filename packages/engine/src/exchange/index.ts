export * from './rows/index.ts';
export { parsePgArray, type PgArray } from './pg-dump/array-text.ts';
export type { DumpTable } from './pg-dump/contents.ts';
export { openDump, type Dump, type DumpRow } from './pg-dump/dump.ts';
export { DumpUnreadable } from './pg-dump/dump-error.ts';
export type { ObjectReader, ObjectRow } from './pg-dump/json-dump.ts';
export { LinkIndex } from './foreign/link-index.ts';
export { ForeignLoader } from './foreign/loader.ts';
export {
  noCheckpoints,
  openCheckpoints,
  resumeKeyOf,
  type Checkpoints,
  type CheckpointState,
} from './foreign/checkpoints.ts';
export { inLanes } from './foreign/lanes.ts';
export { loadOrder } from './foreign/order.ts';
export * from './foreign/report.ts';
export { OPEN_FIELD } from './foreign/resolve.ts';
export { openSession, type ImportSession } from './foreign/session.ts';
export { inSmallHeap } from './foreign/small-heap.ts';
export type * from './foreign/source.ts';
export { stableId } from './foreign/stable-id.ts';
export { streamInto } from './foreign/stream.ts';
export { PartsFolder, type PartSeal } from './archive/parts-folder.ts';
export { openSnapshot, type Snapshot, type SnapshotQuery } from './archive/snapshot.ts';
