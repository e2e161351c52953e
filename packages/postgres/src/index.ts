/** Starts the PostgreSQL that comes from the package registry, for a laptop, a test run or a small installation. */
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  embeddedServers,
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
} from './embedded.ts';
export { type Settings } from './launch.ts';
