import type { Row, Work } from '@plumbline/engine';
import { groupRows, rowsOf, textOf } from '../../lookup.queries.ts';
import type { TypeTemplates } from '../device-type/stamp-types.ts';

/** A kind of template that the first set of entities has. */
export type StampedKind =
  | 'consolePort'
  | 'consoleServerPort'
  | 'powerPort'
  | 'powerOutlet'
  | 'interface'
  | 'rearPort'
  | 'frontPort'
  | 'portMapping';

interface TemplateSource {
  readonly model: string;
  /** Fields as the stamp reads them; references under the name with `Id`. */
  readonly fields: readonly string[];
  readonly references: readonly string[];
}

const NAMED = ['name', 'label', 'type'];

const SOURCES: Readonly<Record<StampedKind, TemplateSource>> = {
  consolePort: { model: 'dcim.ConsolePortTemplate', fields: NAMED, references: [] },
  consoleServerPort: { model: 'dcim.ConsoleServerPortTemplate', fields: NAMED, references: [] },
  powerPort: { model: 'dcim.PowerPortTemplate', fields: [...NAMED, 'maximumDraw', 'allocatedDraw'], references: [] },
  powerOutlet: { model: 'dcim.PowerOutletTemplate', fields: [...NAMED, 'color', 'feedLeg'], references: ['powerPort'] },
  interface: {
    model: 'dcim.InterfaceTemplate',
    fields: [...NAMED, 'enabled', 'mgmtOnly', 'poeMode', 'poeType', 'rfRole'],
    references: ['bridge'],
  },
  rearPort: { model: 'dcim.RearPortTemplate', fields: [...NAMED, 'color', 'positions'], references: [] },
  frontPort: { model: 'dcim.FrontPortTemplate', fields: [...NAMED, 'color', 'positions'], references: [] },
  portMapping: {
    model: 'dcim.PortTemplateMapping',
    fields: ['frontPortPosition', 'rearPortPosition'],
    references: ['frontPort', 'rearPort'],
  },
};

/** Kinds in the order in which components are made. */
export const STAMPED_KINDS = Object.keys(SOURCES) as StampedKind[]; // keys of the record above

const asTemplate = (row: Row, { fields, references }: TemplateSource): Row => ({
  id: row['id'],
  ...Object.fromEntries(fields.map((field) => [field, row[field] ?? null])),
  ...Object.fromEntries(references.map((field) => [`${field}Id`, row[field] ?? null])),
});

/** Templates by device type, one statement per kind of template. */
export const templatesOf = async (
  work: Work,
  types: readonly string[],
): Promise<ReadonlyMap<string, TypeTemplates>> => {
  const templates = new Map<string, Partial<Record<StampedKind, readonly Row[]>>>(types.map((type) => [type, {}]));
  for (const kind of STAMPED_KINDS) {
    const source = SOURCES[kind];
    const rows = await rowsOf(work, source.model, 'deviceType', types, [
      'number',
      ...source.fields,
      ...source.references,
    ]);
    const ordered = rows.toSorted((a, b) => Number(a['number']) - Number(b['number']));
    for (const [type, own] of groupRows(ordered, 'deviceType')) {
      const entry = templates.get(type);
      if (entry) entry[kind] = own.map((row) => asTemplate(row, source));
    }
  }
  // the rows carry the fields of each template kind, read from its own entity above
  return templates as ReadonlyMap<string, unknown> as ReadonlyMap<string, TypeTemplates>;
};

/** Type and chassis position of devices by id. */
export const stampFacts = async (
  work: Work,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly type: string; readonly name: string | null }>> => {
  const rows =
    ids.length === 0
      ? []
      : await work.read.rows('dcim.Device', { where: { id: ids }, fields: ['id', 'name', 'deviceType'] });
  return new Map(
    rows.map((row) => [String(row['id']), { type: textOf(row, 'deviceType') ?? '', name: textOf(row, 'name') }]),
  );
};
