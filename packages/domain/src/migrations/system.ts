import { jobTablesSql, systemTablesSql } from '@plumbline/engine';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const PREPARE = [
  'CREATE EXTENSION IF NOT EXISTS pg_trgm',
  'CREATE EXTENSION IF NOT EXISTS btree_gist',
  `CREATE COLLATION IF NOT EXISTS "natural" (provider = icu, locale = 'und-u-kn-true')`,
  // Where TypeORM remembers the expressions of generated columns.
  `CREATE TABLE IF NOT EXISTS typeorm_metadata (type varchar NOT NULL, database varchar, schema varchar, "table" varchar, name varchar, value text)`,
];

/** Extensions, the natural collation and the tables the engine itself owns. */
export class System1763600000000 implements MigrationInterface {
  name = 'System1763600000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...PREPARE, ...systemTablesSql, ...jobTablesSql]) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations run forward only.'));
  }
}
