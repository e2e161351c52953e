import { derive, rule, type Draft, type DomainRule } from '@plumbline/engine';
import { textOf } from '../lookup.queries.ts';
import { toGrams, type WeightUnit } from './units.ts';

const grams = (draft: Draft, value: string | number | null): string | null => {
  const unit = textOf(draft.after, 'weightUnit');
  // closed choice set, so that every stored unit is one of ours
  return value === null || unit === null ? null : toGrams(String(value), unit as WeightUnit);
};

const weigh = (entity: string, values: Readonly<Record<string, string>>): DomainRule =>
  derive(entity, {
    name: '_all.6.grams',
    from: ['weightUnit', ...Object.keys(values)],
    fill: (drafts) => {
      for (const draft of drafts)
        for (const [field, target] of Object.entries(values))
          draft.set(target, grams(draft, (draft.after[field] ?? null) as string | number | null)); // decimal or int field
    },
  });

const weightNeedsUnit = (entity: string, name: string, fields: readonly string[]): DomainRule =>
  rule(entity, {
    name,
    when: ['weightUnit', ...fields],
    check: (drafts) => {
      for (const draft of drafts)
        if (textOf(draft.after, 'weightUnit') === null && fields.some((field) => (draft.after[field] ?? null) !== null))
          draft.refuse('weightUnit', 'UNIT_REQUIRED', 'A weight needs its unit; set one, such as kg.');
    },
  });

const OUTER = ['outerWidth', 'outerHeight', 'outerDepth'] as const;
const hasOuter = (draft: Draft): boolean => OUTER.some((field) => (draft.after[field] ?? null) !== null);

const outerUnit = (entity: string): DomainRule[] => [
  derive(entity, {
    name: 'dcim.racktype.1.clear',
    from: OUTER,
    fill: (drafts, work) => {
      if (work.trusted) return;
      for (const draft of drafts) if (!hasOuter(draft)) draft.set('outerUnit', null);
    },
  }),
  rule(entity, {
    name: 'dcim.racktype.1',
    when: ['outerUnit', ...OUTER],
    check: (drafts) => {
      for (const draft of drafts)
        if (hasOuter(draft) && textOf(draft.after, 'outerUnit') === null)
          draft.refuse('outerUnit', 'UNIT_REQUIRED', 'Outer dimensions need their unit; set mm or in.');
    },
  }),
];

/** Units of weights of device types and module types. */
export const measureRules: readonly DomainRule[] = ['dcim.DeviceType', 'dcim.ModuleType'].flatMap((entity) => [
  weigh(entity, { weight: 'absWeightG' }),
  weightNeedsUnit(entity, '_all.6', ['weight']),
]);

/** Units of weights and dimensions of a rack or rack type. */
export const frameMeasureRules = (entity: string): readonly DomainRule[] => [
  ...outerUnit(entity),
  weigh(entity, { weight: 'absWeightG', maxWeight: 'absMaxWeightG' }),
  weightNeedsUnit(entity, '_all.6', ['weight']),
  weightNeedsUnit(entity, 'dcim.racktype.1.weight', ['maxWeight']),
];
