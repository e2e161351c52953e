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
export { JOBS_AT_ONCE } from './claim.ts';
export { JobResolver, shownJob, type JobApiContext } from './job.resolver.ts';
export { readJobLog } from './job-reading.ts';
export {
  defineJob,
  type JobConcurrency,
  type JobContext,
  type JobDefinition,
  type JobInput,
  type JobRetry,
  type JobServices,
  type LogLevel,
  type StartedBy,
} from './job.ts';
export { JobQueue, type QueueParts } from './queue.ts';
export { mayStart as mayStartJob } from './start-rights.ts';
export { startJobRunner, type JobRunner, type RunnerOptions } from './runner.ts';
export { JOBS_TOPIC } from './statements.ts';
export { JobStore, type StoredJob } from './store.ts';
export * from './system-tables.ts';
