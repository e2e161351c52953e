import { derive, rule, type ArcValue, type Draft, type DomainRule, type Row, type Work } from '@plumbline/engine';
import { groupBy } from '../../group.ts';
import { holdRows } from '../../held.queries.ts';
import { distinct, isGiven, nameOf, rowsById, rowsOf, textOf, type RowsById } from '../../lookup.queries.ts';
import { PORT_MODELS } from '../component-models.ts';

const ITEM = 'dcim.InventoryItem';
const TEMPLATE = 'dcim.InventoryItemTemplate';

const componentOf = (row: Row): ArcValue | null => (row['component'] ?? null) as ArcValue | null; // arc field

/** Components that items are parts of, one statement per kind. */
const componentsOf = async (
  work: Work,
  drafts: readonly Draft[],
  models: Readonly<Record<string, string>>,
  owner: string,
): Promise<RowsById> => {
  const found = new Map<string, Row>();
  const named = drafts.flatMap(({ after }) => componentOf(after) ?? []);
  for (const [arm, own] of groupBy(named, (component) => component.arm)) {
    const model = models[arm];
    if (!model) continue;
    for (const [id, row] of await rowsById(work, model, distinct(own.map((one) => one.id)), ['name', owner]))
      found.set(id, row);
  }
  return found;
};

/** An item that goes to another device leaves the component it was a part of. */
const dropComponent = derive(ITEM, {
  name: 'dcim.inventoryitem.1.drop',
  from: ['device'],
  fill: (drafts) => {
    for (const draft of drafts)
      if (draft.action === 'update' && !isGiven(draft, 'component')) draft.set('component', null);
  },
});

interface Side {
  readonly model: string;
  readonly owner: 'device' | 'deviceType';
  readonly noun: string;
  readonly rule: string;
  readonly components: Readonly<Record<string, string>>;
}

const TEMPLATE_MODELS = Object.fromEntries(
  Object.entries(PORT_MODELS).map(([arm, model]) => [`${arm}Template`, `${model}Template`]),
);

const SIDES: readonly Side[] = [
  { model: ITEM, owner: 'device', noun: 'device', rule: 'dcim.inventoryitem.1', components: PORT_MODELS },
  {
    model: TEMPLATE,
    owner: 'deviceType',
    noun: 'device type',
    rule: 'dcim._template.1.item',
    components: TEMPLATE_MODELS,
  },
];

const refuseElsewhere = (draft: Draft, field: string, other: Row | undefined, { owner, noun }: Side): void => {
  if (other && textOf(other, owner) !== textOf(draft.after, owner))
    draft.refuse(field, 'DEVICE_MISMATCH', `${nameOf(other)} belongs to another ${noun}; choose one of the same.`);
};

const withinOwner = (side: Side): DomainRule =>
  rule(side.model, {
    name: side.rule,
    when: [side.owner, 'parent', 'component'],
    check: async (drafts, work) => {
      const own = new Map(drafts.map((draft) => [draft.id, draft.after]));
      const parents = distinct(drafts.map((draft) => textOf(draft.after, 'parent')));
      holdRows(work, side.model, parents);
      const stored = await rowsById(work, side.model, parents, ['name', side.owner]);
      const components = await componentsOf(work, drafts, side.components, side.owner);
      for (const draft of drafts) {
        const parent = textOf(draft.after, 'parent') ?? '';
        refuseElsewhere(draft, 'parent', own.get(parent) ?? stored.get(parent), side);
        refuseElsewhere(draft, 'component', components.get(componentOf(draft.after)?.id ?? ''), side);
      }
    },
  });

/** An item takes no step to another device while items in it stay behind. */
const withChildren = rule(ITEM, {
  name: 'dcim.inventoryitem.1.children',
  when: ['device'],
  on: ['update'],
  check: async (drafts, work) => {
    const moving = new Map(drafts.map((draft) => [draft.id, draft.after]));
    const children = await rowsOf(work, ITEM, 'parent', [...moving.keys()], ['name', 'device']);
    const byParent = groupBy(children, (child) => textOf(child, 'parent') ?? '');
    for (const draft of drafts) {
      const left = byParent.get(draft.id)?.find((child) => {
        const after = moving.get(String(child['id'])) ?? child;
        return textOf(after, 'parent') === draft.id && textOf(after, 'device') !== textOf(draft.after, 'device');
      });
      if (left)
        draft.refuse('device', 'IN_USE', `${nameOf(left)} is inside and would stay behind; move it first or along.`);
    }
  },
});

/** Rules of inventory items and their templates. */
export const inventoryRules: readonly DomainRule[] = [dropComponent, ...SIDES.map(withinOwner), withChildren];
