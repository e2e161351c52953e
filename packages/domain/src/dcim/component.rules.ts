import { derive, rule, type DomainRule } from '@plumbline/engine';
import { holdRows } from '../held.queries.ts';
import { idsIn, targetsOf, textOf } from '../lookup.queries.ts';
import { portLocks } from './cable/port-lock.ts';
import { COMPONENTS, PLACED_PARTS } from './component-models.ts';

const mirrorDevice = (model: string): DomainRule =>
  derive(model, {
    name: 'dcim._component.2',
    from: ['device'],
    fill: async (drafts, work) => {
      holdRows(work, 'dcim.Device', idsIn(drafts, 'device'));
      const devices = await targetsOf(work, drafts, 'device', 'dcim.Device', ['site', 'location', 'rack']);
      for (const draft of drafts) {
        const device = devices.get(textOf(draft.after, 'device') ?? '');
        if (device) for (const field of ['site', 'location', 'rack']) draft.set(field, device[field] ?? null);
      }
    },
  });

const cableOrMark = (model: string): DomainRule =>
  rule(model, {
    name: 'dcim._component.3',
    when: ['markConnected', 'cable'],
    early: true,
    locks: portLocks,
    check: (drafts) => {
      for (const draft of drafts)
        if (draft.after['markConnected'] === true && textOf(draft.after, 'cable') !== null)
          draft.refuse(
            'markConnected',
            'CABLE_OCCUPIED',
            'A cable is connected here; leave the mark off or remove the cable.',
          );
    },
  });

/** Rules that all parts of devices share. */
export const componentRules: readonly DomainRule[] = [
  ...PLACED_PARTS.map(mirrorDevice),
  ...[...COMPONENTS, 'dcim.PowerFeed', 'circuits.CircuitTermination'].map(cableOrMark),
];
