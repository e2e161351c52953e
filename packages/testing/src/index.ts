/** What tests share: a database per test file. Imported by tests only. */
export { type TestDatabase, testDatabase } from './database/test-database.ts';
