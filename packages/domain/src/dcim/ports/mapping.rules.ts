import { derive, isHiddenRow, rule, type Draft, type DomainRule, type Row } from '@plumbline/engine';
import { TYPE_OWNERS } from '../templates/same-type.ts';
import { idsIn, nameOf, numberOf, rowsOf, targetsOf, textOf, toldOf } from '../../lookup.queries.ts';

/** What tells mappings between ports of a device from those between templates of a type. */
interface Side {
  readonly mapping: string;
  readonly front: string;
  readonly rear: string;
  /** References of which a port has one. */
  readonly owners: readonly string[];
  readonly noun: string;
  readonly rule: string;
}

const PORTS: Side = {
  mapping: 'dcim.PortMapping',
  front: 'dcim.FrontPort',
  rear: 'dcim.RearPort',
  owners: ['device'],
  noun: 'device',
  rule: 'dcim.portmapping.1',
};

const TEMPLATES: Side = {
  mapping: 'dcim.PortTemplateMapping',
  front: 'dcim.FrontPortTemplate',
  rear: 'dcim.RearPortTemplate',
  owners: TYPE_OWNERS,
  noun: 'type',
  rule: 'dcim.porttemplatemapping.1',
};

const takeOwner = ({ mapping, front, owners, rule: name }: Side): DomainRule =>
  derive(mapping, {
    name: `${name}.owner`,
    from: ['frontPort'],
    fill: async (drafts, work) => {
      const ports = await targetsOf(work, drafts, 'frontPort', front, owners);
      for (const draft of drafts)
        for (const owner of owners) draft.set(owner, textOf(ports.get(textOf(draft.after, 'frontPort') ?? ''), owner));
    },
  });

const refuseBeyond = (draft: Draft, field: string, port: Row | undefined): void => {
  const [position, positions] = [numberOf(draft.after, `${field}Position`), numberOf(port, 'positions')];
  if (position !== null && positions !== null && position > positions)
    draft.refuse(
      `${field}Position`,
      'BAD_USER_INPUT',
      `${nameOf(port)} has ${toldOf(port, 'positions')} positions; ${position} is none of them.`,
    );
};

const portLocks = (side: Side) => (drafts: readonly Draft[]) => [
  ...idsIn(drafts, 'frontPort').map((id) => `${side.front}/${id}`),
  ...idsIn(drafts, 'rearPort').map((id) => `${side.rear}/${id}`),
];

const portsAgree = (side: Side): DomainRule =>
  rule(side.mapping, {
    name: side.rule,
    when: ['frontPort', 'rearPort', 'frontPortPosition', 'rearPortPosition'],
    locks: portLocks(side),
    check: async (drafts, work) => {
      const fronts = await targetsOf(work, drafts, 'frontPort', side.front, ['name', 'positions', ...side.owners]);
      const rears = await targetsOf(work, drafts, 'rearPort', side.rear, ['name', 'positions', ...side.owners]);
      for (const draft of drafts) {
        const front = fronts.get(textOf(draft.after, 'frontPort') ?? '');
        const rear = rears.get(textOf(draft.after, 'rearPort') ?? '');
        if (front && rear && side.owners.some((owner) => textOf(front, owner) !== textOf(rear, owner)))
          draft.refuse(
            'rearPort',
            'DEVICE_MISMATCH',
            `${nameOf(rear)} belongs to another ${side.noun}; choose a rear port of the same ${side.noun}.`,
          );
        refuseBeyond(draft, 'frontPort', front);
        refuseBeyond(draft, 'rearPort', rear);
      }
    },
  });

const mappedTold = (mappings: readonly Row[], highest: number): string =>
  mappings.some(isHiddenRow)
    ? 'A position above is mapped; remove its mapping or keep more positions.'
    : `Position ${highest} is mapped; remove its mapping or keep ${highest} positions.`;

/** A port keeps at least the positions that mappings use. */
const keepsPositions = (side: Side, model: string, field: 'frontPort' | 'rearPort', name: string): DomainRule =>
  rule(model, {
    name,
    when: ['positions'],
    on: ['update'],
    locks: (drafts) => drafts.map((draft) => `${model}/${draft.id}`),
    check: async (drafts, work) => {
      const ids = drafts.map((draft) => draft.id);
      const mappings = await rowsOf(work, side.mapping, field, ids, [`${field}Position`]);
      for (const draft of drafts) {
        const positions = numberOf(draft.after, 'positions') ?? 0;
        const positionOf = (row: Row) => numberOf(row, `${field}Position`) ?? 0;
        const beyond = mappings.filter((row) => textOf(row, field) === draft.id && positionOf(row) > positions);
        if (beyond.length > 0)
          draft.refuse('positions', 'IN_USE', mappedTold(beyond, Math.max(...beyond.map(positionOf))));
      }
    },
  });

const rulesOf = (side: Side): DomainRule[] => [
  takeOwner(side),
  portsAgree(side),
  keepsPositions(side, side.front, 'frontPort', 'dcim.frontport.1'),
  keepsPositions(side, side.rear, 'rearPort', 'dcim.rearport.1'),
];

/** Rules of mappings between front and rear ports, of devices and of types. */
export const mappingRules: readonly DomainRule[] = [...rulesOf(PORTS), ...rulesOf(TEMPLATES)];
