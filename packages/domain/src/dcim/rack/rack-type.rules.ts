import { afterSave, type DomainRule } from '@plumbline/engine';
import { rowsOf, textOf } from '../../lookup.queries.ts';
import { frameMeasureRules } from '../measure.rules.ts';
import { FRAME_FIELDS } from './rack-frame.ts';

/** Racks take the dimensions of their type over again whenever it changes. */
const pushFrame = afterSave('dcim.RackType', {
  name: 'dcim.racktype.3',
  when: FRAME_FIELDS,
  on: ['update'],
  run: async (drafts, work) => {
    const types = new Map(drafts.map((draft) => [draft.id, draft.after]));
    const racks = await rowsOf(work, 'dcim.Rack', 'rackType', [...types.keys()], []);
    if (racks.length === 0) return;
    await work.update(
      'dcim.Rack',
      racks.map((rack) => {
        const type = types.get(textOf(rack, 'rackType') ?? '') ?? {};
        return { id: rack['id'], ...Object.fromEntries(FRAME_FIELDS.map((field) => [field, type[field] ?? null])) };
      }),
    );
  },
});

/** Rules of rack types. */
export const rackTypeRules: readonly DomainRule[] = [...frameMeasureRules('dcim.RackType'), pushFrame];
