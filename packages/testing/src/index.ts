/** What tests share: a database per test file, and the program of the server. Imported by tests only. */
export { type TestDatabase, testDatabase } from './database/test-database.ts';
export { serverProgram } from './server-program.ts';
