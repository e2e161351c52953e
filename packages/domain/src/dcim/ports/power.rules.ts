import { rule, type DomainRule } from '@plumbline/engine';
import { nameOf, numberOf, targetsOf, textOf } from '../../lookup.queries.ts';

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

/** An outlet is fed by a port of the same device, or of the same type for templates. */
const fedFromWithin = (model: string, port: string, owner: string, name: string): DomainRule =>
  rule(model, {
    name,
    when: ['powerPort'],
    check: async (drafts, work) => {
      const ports = await targetsOf(work, drafts, 'powerPort', port, ['name', owner]);
      const noun = owner === 'device' ? 'device' : 'device type';
      for (const draft of drafts) {
        const feeding = ports.get(textOf(draft.after, 'powerPort') ?? '');
        if (feeding && textOf(feeding, owner) !== textOf(draft.after, owner))
          draft.refuse(
            'powerPort',
            'DEVICE_MISMATCH',
            `${nameOf(feeding)} belongs to another ${noun}; choose a power port of the same ${noun}.`,
          );
      }
    },
  });

/** Rules of power ports and outlets and their templates. */
export const powerRules: readonly DomainRule[] = [
  drawFits('dcim.PowerPort'),
  drawFits('dcim.PowerPortTemplate'),
  fedFromWithin('dcim.PowerOutlet', 'dcim.PowerPort', 'device', 'dcim.poweroutlet.1'),
  fedFromWithin('dcim.PowerOutletTemplate', 'dcim.PowerPortTemplate', 'deviceType', 'dcim._template.1.power'),
];
