import { afterSave, derive, rule, wideLock, type Draft, type DomainRule, type Row, type Work } from '@plumbline/engine';
import { idsIn, nameOf, rowsById, rowsOf, targetsOf, textOf, type RowsById } from '../../lookup.queries.ts';

const BAY = 'dcim.ModuleBay';
const MODULE = 'dcim.Module';

/** Lock of the places in a tree of bays, as the engine takes it: moves exclude each other and inserts. */
const TREE_LOCK = wideLock(`tree:${BAY}`);

/** A bay that a module brought lies inside the bay that holds the module. */
const parentOfBay = derive(BAY, {
  name: 'dcim.modulebay.1',
  from: ['module'],
  fill: async (drafts, work) => {
    const moves = drafts.filter((draft) => draft.changed('module') || textOf(draft.after, 'module') !== null);
    if (moves.length === 0) return;
    await work.lock([TREE_LOCK], { shared: moves.every((draft) => draft.action === 'create') });
    const modules = await targetsOf(work, moves, 'module', MODULE, ['moduleBay']);
    for (const draft of moves)
      draft.set('parent', textOf(modules.get(textOf(draft.after, 'module') ?? ''), 'moduleBay'));
  },
});

/** Bays of the devices that the drafts are about, as they are stored. */
const baysOf = async (work: Work, drafts: readonly Draft[]): Promise<RowsById> => {
  const bays = await targetsOf(work, drafts, 'moduleBay', BAY, ['device']);
  const devices = [...bays.values()].map((bay) => textOf(bay, 'device') ?? '');
  const rows = await rowsOf(work, BAY, 'device', [...new Set(devices)], ['name', 'enabled', 'module', 'parent']);
  return new Map(rows.map((row) => [String(row['id']), row]));
};

const liesInside = (module: string, start: Row, bays: RowsById): boolean => {
  const seen = new Set<string>();
  for (let at: Row | undefined = start; at; at = bays.get(textOf(at, 'parent') ?? '')) {
    if (textOf(at, 'module') === module) return true;
    if (seen.has(String(at['id']))) return false;
    seen.add(String(at['id']));
  }
  return false;
};

const refuseBay = (draft: Draft, bay: Row, bays: RowsById): void => {
  if (textOf(bay, 'device') !== textOf(draft.after, 'device'))
    draft.refuse(
      'moduleBay',
      'DEVICE_MISMATCH',
      `${nameOf(bay)} belongs to another device; choose a bay of this device.`,
    );
  else if (bay['enabled'] === false && draft.changed('moduleBay'))
    draft.refuse('moduleBay', 'BAY_DISABLED', `${nameOf(bay)} is disabled; enable it or choose another bay.`);
  else if (liesInside(draft.id, bay, bays))
    draft.refuse('moduleBay', 'TREE_CYCLE', `${nameOf(bay)} lies inside this module; choose a bay outside.`);
};

const inBay = rule(MODULE, {
  name: 'dcim.module.1',
  when: ['moduleBay', 'device'],
  locks: (drafts) => [
    ...idsIn(drafts, 'moduleBay').map((id) => `${BAY}/${id}`),
    ...(drafts.some((draft) => draft.action === 'update') ? [TREE_LOCK] : []),
  ],
  check: async (drafts, work) => {
    const bays = await baysOf(work, drafts);
    for (const draft of drafts) {
      const bay = bays.get(textOf(draft.after, 'moduleBay') ?? '');
      if (bay) refuseBay(draft, bay, bays);
    }
  },
});

const PARTS = [
  'dcim.Interface',
  'dcim.ConsolePort',
  'dcim.ConsoleServerPort',
  'dcim.PowerPort',
  'dcim.PowerOutlet',
  'dcim.FrontPort',
  'dcim.RearPort',
  BAY,
];

const moduleLock = (id: string): string => `${MODULE}/${id}`;

/** Components stay on their device, and so does a module that has some. */
const staysOnDevice = rule(MODULE, {
  name: 'dcim.module.4.device',
  when: ['device'],
  on: ['update'],
  locks: (drafts) => drafts.map((draft) => moduleLock(draft.id)),
  check: async (drafts, work) => {
    const ids = drafts.map((draft) => draft.id);
    const held = new Map<string, Row>();
    for (const model of PARTS)
      for (const part of await rowsOf(work, model, 'module', ids, ['name']))
        held.set(textOf(part, 'module') ?? '', part);
    for (const draft of drafts) {
      const part = held.get(draft.id);
      if (part)
        draft.refuse(
          'device',
          'IN_USE',
          `${nameOf(part)} belongs to the module and stays; delete the module and install one in the other device.`,
        );
    }
  },
});

/** Bays that a module brought move with it. */
const moveBays = afterSave(MODULE, {
  name: 'dcim.module.4',
  when: ['moduleBay'],
  on: ['update'],
  run: async (drafts, work) => {
    const bayOf = new Map(drafts.map((draft) => [draft.id, textOf(draft.after, 'moduleBay')]));
    const bays = await rowsOf(work, BAY, 'module', [...bayOf.keys()], []);
    if (bays.length > 0)
      await work.update(
        BAY,
        bays.map((bay) => ({ id: bay['id'], parent: bayOf.get(textOf(bay, 'module') ?? '') ?? null })),
      );
  },
});

/** A component belongs to a module of its own device. */
const moduleOnDevice = (model: string): DomainRule =>
  rule(model, {
    name: 'dcim._component.module',
    when: ['module'],
    locks: (drafts) => idsIn(drafts, 'module').map(moduleLock),
    check: async (drafts, work) => {
      const modules = await rowsById(work, MODULE, idsIn(drafts, 'module'), ['number', 'device']);
      for (const draft of drafts) {
        const module = modules.get(textOf(draft.after, 'module') ?? '');
        if (module && textOf(module, 'device') !== textOf(draft.after, 'device'))
          draft.refuse(
            'module',
            'DEVICE_MISMATCH',
            `Module ${nameOf(module)} is in another device; choose a module of this device.`,
          );
      }
    },
  });

/** Rules of modules and their bays. */
export const moduleRules: readonly DomainRule[] = [
  parentOfBay,
  inBay,
  staysOnDevice,
  moveBays,
  ...PARTS.map(moduleOnDevice),
];
