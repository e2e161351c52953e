import type { ArcValue, Row, Work } from '@plumbline/engine';
import { groupRows, rowsOf } from '../../lookup.queries.ts';
import { STAMP_ORDER, type ComponentKind, type TypeTemplates } from '../device-type/stamp-types.ts';
import type { TYPE_OWNERS } from './same-type.ts';

/** Kind of type that templates belong to. */
export type TypeOwner = (typeof TYPE_OWNERS)[number];

interface TemplateSource {
  readonly model: string;
  /** Fields as the stamp reads them; references under the name with `Id`. */
  readonly fields: readonly string[];
  readonly references: readonly string[];
  /** Modules have none of these. */
  readonly isForDevices?: boolean;
}

const NAMED = ['name', 'label'];
const TYPED = [...NAMED, 'type'];

const SOURCES: Readonly<Record<ComponentKind, TemplateSource>> = {
  consolePort: { model: 'dcim.ConsolePortTemplate', fields: TYPED, references: [] },
  consoleServerPort: { model: 'dcim.ConsoleServerPortTemplate', fields: TYPED, references: [] },
  powerPort: { model: 'dcim.PowerPortTemplate', fields: [...TYPED, 'maximumDraw', 'allocatedDraw'], references: [] },
  powerOutlet: { model: 'dcim.PowerOutletTemplate', fields: [...TYPED, 'color', 'feedLeg'], references: ['powerPort'] },
  interface: {
    model: 'dcim.InterfaceTemplate',
    fields: [...TYPED, 'enabled', 'mgmtOnly', 'poeMode', 'poeType', 'rfRole'],
    references: ['bridge'],
  },
  rearPort: { model: 'dcim.RearPortTemplate', fields: [...TYPED, 'color', 'positions'], references: [] },
  frontPort: { model: 'dcim.FrontPortTemplate', fields: [...TYPED, 'color', 'positions'], references: [] },
  portMapping: {
    model: 'dcim.PortTemplateMapping',
    fields: ['frontPortPosition', 'rearPortPosition'],
    references: ['frontPort', 'rearPort'],
  },
  moduleBay: { model: 'dcim.ModuleBayTemplate', fields: [...NAMED, 'position', 'enabled'], references: [] },
  deviceBay: { model: 'dcim.DeviceBayTemplate', fields: [...NAMED, 'enabled'], references: [], isForDevices: true },
  inventoryItem: {
    model: 'dcim.InventoryItemTemplate',
    fields: [...NAMED, 'partId', 'component'],
    references: ['parent', 'role', 'manufacturer'],
    isForDevices: true,
  },
};

/** Component template that an item template names, as the stamp knows it. */
const componentOf = (value: unknown): unknown => {
  const component = (value ?? null) as ArcValue | null; // arc field
  return component && { kind: component.arm.replace(/Template$/, ''), id: component.id };
};

const asTemplate = (row: Row, { fields, references }: TemplateSource): Row => ({
  id: row['id'],
  ...Object.fromEntries(fields.map((field) => [field, row[field] ?? null])),
  ...('component' in row && { component: componentOf(row['component']) }),
  ...Object.fromEntries(references.map((field) => [`${field}Id`, row[field] ?? null])),
});

/** Templates by the type they belong to, one statement per kind of template. */
export const templatesOf = async (
  work: Work,
  owner: TypeOwner,
  types: readonly string[],
): Promise<ReadonlyMap<string, TypeTemplates>> => {
  const templates = new Map<string, Partial<Record<ComponentKind, readonly Row[]>>>(types.map((type) => [type, {}]));
  for (const kind of STAMP_ORDER) {
    const source = SOURCES[kind];
    if (owner === 'moduleType' && source.isForDevices) continue;
    const rows = await rowsOf(work, source.model, owner, types, ['number', ...source.fields, ...source.references]);
    const ordered = rows.toSorted((a, b) => Number(a['number']) - Number(b['number']));
    for (const [type, own] of groupRows(ordered, owner)) {
      const entry = templates.get(type);
      if (entry) entry[kind] = own.map((row) => asTemplate(row, source));
    }
  }
  // the rows carry the fields of each template kind, read from its own entity above
  return templates as ReadonlyMap<string, unknown> as ReadonlyMap<string, TypeTemplates>;
};
