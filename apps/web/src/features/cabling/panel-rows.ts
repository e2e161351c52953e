import type { Connection, Row } from '../../catalogue/types.ts';
import { isFree } from './line-filter.ts';
import type { PortLine } from './port-lines.ts';

/** One position of a front port and the position of a rear port behind it. */
export interface Mapping {
  frontPort: string;
  frontPosition: number;
  rearPort: string;
  rearPosition: number;
}

/** A side of a panel, as one stands before it. */
export type PanelFace = 'front' | 'rear';

/** A port of a panel with what its positions lead to on the other side. */
export interface PanelPort {
  line: PortLine;
  /** Ports on the other side, in the order of the positions, each once. */
  behind: PortLine[];
}

/** How a port is used: by its cable, by word of mouth, or not. */
export type PortUse = 'cabled' | 'planned' | 'leaving' | 'marked' | 'free';

/** Ports in one strip of a panel. */
export const stripPorts = 24;

/** The mappings of a device's answer. */
export function mappingsOf(device: Row | null): Mapping[] {
  const nodes = (device?.['portMappings'] as Connection | null | undefined)?.nodes ?? [];
  return nodes.flatMap((node) => {
    const front = node['frontPort'] as Row | null;
    const rear = node['rearPort'] as Row | null;
    if (!front || !rear) return [];
    return [
      {
        frontPort: front.id,
        frontPosition: Number(node['frontPortPosition'] ?? 1),
        rearPort: rear.id,
        rearPosition: Number(node['rearPortPosition'] ?? 1),
      },
    ];
  });
}

const sides = {
  front: { entity: 'dcim.FrontPort', own: 'frontPort', other: 'rearPort', position: 'frontPosition' },
  rear: { entity: 'dcim.RearPort', own: 'rearPort', other: 'frontPort', position: 'rearPosition' },
} as const;

/** Whether a device has the two sides of a panel. */
export function isPanel(lines: readonly PortLine[]): boolean {
  return (['front', 'rear'] as const).every((face) => lines.some((line) => line.entity.name === sides[face].entity));
}

/** The ports of one face of a panel, each with what is behind it. Linear in ports and mappings. */
export function panelPorts(lines: readonly PortLine[], mappings: readonly Mapping[], face: PanelFace): PanelPort[] {
  const { entity, own, other, position } = sides[face];
  const byId = new Map(lines.map((line) => [line.id, line]));
  const led = new Map<string, Mapping[]>();
  for (const mapping of mappings) led.set(mapping[own], [...(led.get(mapping[own]) ?? []), mapping]);
  return lines
    .filter((line) => line.entity.name === entity)
    .map((line) => {
      const ordered = [...(led.get(line.id) ?? [])].sort((left, right) => left[position] - right[position]);
      const ids = [...new Set(ordered.map((mapping) => mapping[other]))];
      return { line, behind: ids.flatMap((id) => byId.get(id) ?? []) };
    });
}

/** Ports in strips, as panels are built; the last may be shorter. */
export function stripsOf(ports: readonly PanelPort[]): PanelPort[][] {
  const count = Math.ceil(ports.length / stripPorts);
  return Array.from({ length: count }, (_, at) => ports.slice(at * stripPorts, (at + 1) * stripPorts));
}

/** How a port is used. */
export function useOf(line: PortLine): PortUse {
  if (isFree(line)) return 'free';
  if (!line.cable) return 'marked';
  if (line.cable.status === 'planned') return 'planned';
  return line.cable.status === 'decommissioning' ? 'leaving' : 'cabled';
}

/** The part of a name that tells a port from its neighbours: `F12` of `Front F12`. */
export function shortName(name: string): string {
  const last = name.split(/[\s/:]+/).at(-1) ?? name;
  return last.length > 6 ? `…${last.slice(-5)}` : last;
}
