import { Client } from 'pg';
import { type TestDatabase, testDatabase } from './test-database.ts';

async function query(database: TestDatabase, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('two databases of one test file share no rows', async () => {
  const [left, right] = [await testDatabase(), await testDatabase()];
  await query(left, 'CREATE TABLE mark AS SELECT 1 AS n');
  expect(await query(right, "SELECT to_regclass('mark') AS found")).toEqual([{ found: null }]);
});

test('a database asked for without migrations holds no tables', async () => {
  const empty = await testDatabase({ migrated: false });
  const tables = "SELECT 1 FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')";
  expect(await query(empty, tables)).toEqual([]);
});
