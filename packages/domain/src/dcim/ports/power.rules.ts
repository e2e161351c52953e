import { rule, type DomainRule } from '@plumbline/engine';
import { nameOf, numberOf, targetsOf, textOf } from '../../lookup.queries.ts';
import { refuseOtherType, TYPE_OWNERS } from '../templates/same-type.ts';

const drawFits = (model: string): DomainRule =>
  rule(model, {
    name: 'dcim.powerport.1',
    when: ['maximumDraw', 'allocatedDraw'],
    check: (drafts) => {
      for (const draft of drafts) {
        const [maximum, allocated] = [numberOf(draft.after, 'maximumDraw'), numberOf(draft.after, 'allocatedDraw')];
        if (maximum !== null && allocated !== null && allocated > maximum)
          draft.refuse(
            'allocatedDraw',
            'BAD_USER_INPUT',
            `${allocated} W are more than the maximum draw of ${maximum} W.`,
          );
      }
    },
  });

const fedByDevice = rule('dcim.PowerOutlet', {
  name: 'dcim.poweroutlet.1',
  when: ['powerPort'],
  check: async (drafts, work) => {
    const ports = await targetsOf(work, drafts, 'powerPort', 'dcim.PowerPort', ['name', 'device']);
    for (const draft of drafts) {
      const feeding = ports.get(textOf(draft.after, 'powerPort') ?? '');
      if (feeding && textOf(feeding, 'device') !== textOf(draft.after, 'device'))
        draft.refuse(
          'powerPort',
          'DEVICE_MISMATCH',
          `${nameOf(feeding)} belongs to another device; choose a power port of the same device.`,
        );
    }
  },
});

const fedByType = rule('dcim.PowerOutletTemplate', {
  name: 'dcim._template.1.power',
  when: ['powerPort'],
  check: async (drafts, work) => {
    const ports = await targetsOf(work, drafts, 'powerPort', 'dcim.PowerPortTemplate', ['name', ...TYPE_OWNERS]);
    for (const draft of drafts) refuseOtherType(draft, 'powerPort', ports.get(textOf(draft.after, 'powerPort') ?? ''));
  },
});

/** Rules of power ports and outlets and their templates. */
export const powerRules: readonly DomainRule[] = [
  drawFits('dcim.PowerPort'),
  drawFits('dcim.PowerPortTemplate'),
  fedByDevice,
  fedByType,
];
