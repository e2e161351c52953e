import type { UiEntity } from '../../catalogue/types.ts';
import type { PortLine } from './port-lines.ts';

const words: Readonly<Record<string, [one: string, label: string]>> = {
  'dcim.Interface': ['interface', 'interface'],
  'dcim.FrontPort': ['frontPort', 'front port'],
  'dcim.RearPort': ['rearPort', 'rear port'],
  'dcim.PowerPort': ['powerPort', 'power port'],
  'dcim.PowerOutlet': ['powerOutlet', 'power outlet'],
};

function entityOf(name: string): UiEntity {
  const [one, label] = words[name] ?? [name, name];
  return {
    name,
    domain: 'dcim',
    type: name.replace('dcim.', ''),
    one,
    many: `${one}s`,
    label,
    plural: `${label}s`,
    features: [],
    display: ['name'],
    matchBy: ['device', 'name'],
    defaultOrder: [],
    tree: null,
    scope: {},
    readOnly: false,
    fields: [],
    edges: [],
  };
}

/** A port without a cable, for tests; its id is its name. */
export function portLine(kind: string, name: string, part: Partial<PortLine> = {}): PortLine {
  return {
    id: name,
    port: { id: name, number: 1, display: name },
    entity: entityOf(kind),
    type: null,
    marked: false,
    disabled: false,
    cable: null,
    end: null,
    far: [],
    ...part,
  };
}

/** A cable without anything recorded but its label. */
export function cableOf(label: string, status = 'connected'): PortLine['cable'] {
  return { id: label, number: 1, display: label, type: null, status, profile: null, color: null, length: null };
}
