import type { Actor, TableReport } from '@plumbline/engine';
import { tmpdir } from 'node:os';
import { importNetbox, registry, type NetboxImport, type NetboxImportReport } from '../../src/index.ts';
import { Plant } from '../plant.ts';
import { removeDumps, writeDump, type Rows } from './small-dump.ts';

/** Tables of a dump by name. */
export type Tables = Readonly<Record<string, Rows>>;

/** What tests of small imports work with. */
export interface ImportDesk {
  /** A database of the test's own. */
  readonly plant: Plant;
  /** One who is no administrator. */
  readonly ordinary: { readonly actor: Actor };
  /** Imports a dump of these tables. */
  readonly load: (tables: Tables, over?: Partial<NetboxImport>) => Promise<NetboxImportReport>;
  readonly all: (sql: string) => Promise<unknown>;
}

/** A database for each test of a file, and what imports into it. */
export const importDesk = (): ImportDesk => {
  let plant: Plant;
  beforeEach(async () => void (plant = await Plant.open()));
  afterEach(() => plant.close());
  afterAll(removeDumps);
  return {
    get plant() {
      return plant;
    },
    get ordinary() {
      return { actor: { ...plant.actor, superuser: false } };
    },
    load: (tables, over = {}) =>
      importNetbox({
        writer: plant.writer,
        registry,
        actor: plant.actor,
        file: writeDump(tables),
        temporaryFolder: tmpdir(),
        ...over,
      }),
    all: (sql) => plant.dataSource.query(sql),
  };
};

/** What a report says of one table. */
export const reportOf = (report: { readonly tables: readonly TableReport[] }, table: string): TableReport | undefined =>
  report.tables.find((each) => each.table === table);
