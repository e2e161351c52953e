export { bulkExport, wholeQuery } from './bulk-export.ts';
export { fileGuard } from './file-guard.ts';
export {
  FILE_LIMIT,
  FileStore,
  STORED_FILES_SQL,
  type FileGuard,
  type NewFile,
  type StoredFile,
} from './file-store.ts';
export { JobResolver, type JobApiContext } from './job.resolver.ts';
export { defineJob, type JobContext, type JobDefinition, type JobServices } from './job.ts';
export { JobQueue } from './queue.ts';
export { migrateQueue, startJobRunner, type JobRunner, type RunnerOptions } from './runner.ts';
export { JobStore, type StoredJob } from './store.ts';
export * from './system-tables.ts';
