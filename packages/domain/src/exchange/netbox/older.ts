import type { DumpRow, DumpTable, SourceRef, SourceRow } from '@plumbline/engine';
import { MODULE_TYPE, scriptId, scriptName } from './bridges.ts';
import { cellOf, type Catalog } from './catalog.ts';

/** Rows of an entity that older schemas keep as columns of another table. */
export interface OlderShape {
  /** Content type of the rows that are made. */
  readonly type: string;
  /** Table they are read from, and a column that says it still has the older shape. */
  readonly table: string;
  readonly column: string;
  readonly note: string;
  /** Whether several rows of the table stand for one. */
  readonly mayRepeat?: true;
  readonly rows: (catalog: Catalog, table: DumpTable, row: DumpRow) => SourceRow[];
}

const numbered = (text: string | null): number | null => (text === null ? null : Number(text));

const NOTHING = { links: {}, customRefs: [], rest: {} } as const;

const plain = (type: string, id: string, columns: readonly string[]): SourceRef => ({
  type,
  id,
  columns: Object.fromEntries(columns.map((column) => [column, id])),
});

/** A front port with its rear port and position is one mapping. */
const portMapping =
  (front: string, rear: string) =>
  (_catalog: Catalog, table: DumpTable, row: DumpRow): SourceRow[] => {
    const [id, rearId] = [cellOf(table, row, 'id'), cellOf(table, row, 'rear_port_id')];
    if (id === null || rearId === null) return [];
    return [
      {
        ...NOTHING,
        id: `front:${id}`,
        number: numbered(id),
        values: { frontPortPosition: 1, rearPortPosition: numbered(cellOf(table, row, 'rear_port_position')) ?? 1 },
        refs: { frontPort: plain(front, id, ['front_port_id']), rearPort: plain(rear, rearId, ['rear_port_id']) },
      },
    ];
  };

/** Before it had rows of its own, a termination was two columns of the cable. */
const terminations = (catalog: Catalog, table: DumpTable, row: DumpRow): SourceRow[] =>
  ['A', 'B'].flatMap((end): SourceRow[] => {
    const stem = `termination_${end.toLowerCase()}`;
    const [cable, type, id] = [
      cellOf(table, row, 'id'),
      cellOf(table, row, `${stem}_type_id`),
      cellOf(table, row, `${stem}_id`),
    ];
    if (cable === null || type === null || id === null) return [];
    const name = catalog.typeOf(type) ?? `content type ${type}`;
    const termination: SourceRef = { type: name, id, columns: { termination_type_id: name, termination_id: id } };
    return [
      {
        ...NOTHING,
        id: `cable:${cable}:${end}`,
        number: null,
        values: { cableEnd: end },
        refs: { cable: plain('dcim.cable', cable, ['cable_id']), termination },
      },
    ];
  });

/** Before they had rows of their own, interfaces had one MAC address as a column. */
const macAddress =
  (model: string, prefix: string) =>
  (_catalog: Catalog, table: DumpTable, row: DumpRow): SourceRow[] => {
    const [id, mac] = [cellOf(table, row, 'id'), cellOf(table, row, 'mac_address')];
    if (id === null || mac === null || mac === '') return [];
    return [
      {
        ...NOTHING,
        id: `${prefix}${id}`,
        number: null,
        values: { macAddress: mac },
        refs: { assignedObject: plain(model, id, ['assigned_object_id']) },
      },
    ];
  };

/** Before it had a row of its own, a script was a name beside its file. */
const scripts = (catalog: Catalog, table: DumpTable, row: DumpRow): SourceRow[] => {
  const [type, module] = [cellOf(table, row, 'action_object_type_id'), cellOf(table, row, 'action_object_id')];
  const name = scriptName(cellOf(table, row, 'action_parameters'));
  if (type === null || module === null || name === null || catalog.typeOf(type) !== MODULE_TYPE) return [];
  return [
    {
      ...NOTHING,
      id: scriptId(module, name),
      number: null,
      values: { name, isExecutable: true },
      refs: { module: plain(MODULE_TYPE, module, ['action_object_id']) },
    },
  ];
};

/** All older shapes; each counts only when the dump lacks the newer table. */
export const OLDER_SHAPES: readonly OlderShape[] = [
  {
    type: 'dcim.portmapping',
    table: 'dcim_frontport',
    column: 'rear_port_id',
    note: 'Rear port and position of the front ports.',
    rows: portMapping('dcim.frontport', 'dcim.rearport'),
  },
  {
    type: 'dcim.porttemplatemapping',
    table: 'dcim_frontporttemplate',
    column: 'rear_port_id',
    note: 'Rear port and position of the front port templates.',
    rows: portMapping('dcim.frontporttemplate', 'dcim.rearporttemplate'),
  },
  {
    type: 'dcim.macaddress',
    table: 'dcim_interface',
    column: 'mac_address',
    note: 'MAC addresses of the interfaces.',
    rows: macAddress('dcim.interface', 'interface:'),
  },
  {
    type: 'dcim.macaddress',
    table: 'virtualization_vminterface',
    column: 'mac_address',
    note: 'MAC addresses of the interfaces of virtual machines.',
    rows: macAddress('virtualization.vminterface', 'vminterface:'),
  },
  {
    type: 'dcim.cabletermination',
    table: 'dcim_cable',
    column: 'termination_a_id',
    note: 'Ends of the cables.',
    rows: terminations,
  },
  {
    type: 'extras.script',
    table: 'extras_eventrule',
    column: 'action_parameters',
    note: 'Scripts that event rules start.',
    mayRepeat: true,
    rows: scripts,
  },
];
