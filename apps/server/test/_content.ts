import { Client } from 'pg';

const within = async <T>(url: string, work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

const TABLES = `SELECT c.relname AS name FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1`;

/** Rows and a digest of their content per table of a database, whatever order the rows are stored in. */
export const contentDigests = (url: string): Promise<ReadonlyMap<string, string>> =>
  within(url, async (client) => {
    await client.query("SET timezone = 'UTC'");
    const { rows } = await client.query<{ name: string }>(TABLES);
    const found = new Map<string, string>();
    for (const { name } of rows) {
      const { rows: digests } = await client.query<{ digest: string }>(
        `SELECT count(*) || ' rows ' || coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '') AS digest FROM "${name}" t`,
      );
      found.set(name, digests[0]?.digest ?? '');
    }
    return found;
  });

/** Sequences with their last number, a line each. */
export const sequenceDigest = (url: string): Promise<string> =>
  within(url, async (client) => {
    const { rows } = await client.query<{ line: string }>(
      "SELECT sequencename || ' ' || coalesce(last_value, 0) AS line FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1",
    );
    return rows.map(({ line }) => line).join('\n');
  });
