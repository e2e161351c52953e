import type { Pool } from 'pg';
import { newParams, type RowPredicates } from '../actor.ts';
import { quote, type Registry } from '../registry/model.ts';
import { contentSql } from '../visibility/seen-with.ts';
import type { FileGuard } from './file-store.ts';

/** Role of the entity whose rows are the files of the store. */
const FILES = 'files';

/** Guards files by the rights to what refers to them. One statement per file. */
export const fileGuard =
  (pool: Pool, registry: Registry, rights: RowPredicates): FileGuard =>
  async (actor, id) => {
    const model = registry.providing(FILES);
    if (!model) return false;
    const params = newParams();
    const key = params.add(id, 'uuid');
    const isHad = contentSql({ registry, rights, actor }, model, 't', params);
    const sql = `SELECT 1 FROM ${quote(model.table)} t WHERE t.id = ${key} AND ${isHad}`;
    return (await pool.query(sql, [...params.values])).rowCount === 1;
  };
