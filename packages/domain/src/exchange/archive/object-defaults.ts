import type { ImportSession } from '@plumbline/engine';
import { objectsHere, step } from './before-rows.queries.ts';
import type { ArchiveRow } from './check.ts';
import { relatedType } from './rows.ts';

/** Defaults of custom fields that name objects: put off until all objects are here. */
export class ObjectDefaults {
  private readonly rows: ArchiveRow[] = [];

  /** @param definitions entity of custom fields */
  constructor(
    private readonly session: ImportSession,
    private readonly definitions: string,
  ) {}

  /** Notes a definition whose default names objects. */
  note(row: ArchiveRow): void {
    if (relatedType(row) !== null && (row['default'] ?? null) !== null) this.rows.push(row);
  }

  /** The row as it is stored at first. */
  without(row: ArchiveRow): ArchiveRow {
    if (!this.rows.some(({ id }) => id === row['id'])) return row;
    const { default: _, ...rest } = row;
    return rest;
  }

  /** Sets the defaults; ids that are not in the archive stay as they are. */
  async place(users: ReadonlyMap<string, string>): Promise<void> {
    for (const row of this.rows) await this.placeOne(row, users);
  }

  private placeOne(row: ArchiveRow, users: ReadonlyMap<string, string>): Promise<unknown> {
    const { definitions } = this;
    const value = row['default'];
    const ids = (Array.isArray(value) ? value : [value]).map(String);
    return step(this.session, async (work) => {
      const objects = await objectsHere(work, relatedType(row) ?? '', ids);
      const [id] = (await objectsHere(work, definitions, [String(row['id'])])).values();
      const here = (each: unknown) => objects.get(String(each)) ?? each;
      const stamps = {
        lastUpdated: row['lastUpdated'],
        lastUpdatedBy: users.get(String(row['lastUpdatedBy'])) ?? null,
      };
      const input = { id, default: Array.isArray(value) ? value.map(here) : here(value), ...stamps };
      return id === undefined ? [] : work.update(definitions, [input]);
    });
  }
}
