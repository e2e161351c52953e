import { listItems, type InputRow } from '@plumbline/engine';
import { PORT_MODELS, type PortArm } from '../component-models.ts';

/** A port as a table of cables names it. */
export interface NamedPort {
  readonly kind: PortArm;
  /** Device, power panel or circuit. */
  readonly on: string;
  /** Name of the port; of a circuit its side. */
  readonly name: string;
}

/** Ports of one end, or what is wrong with how they are named. */
export type NamedSide = { readonly ports: readonly NamedPort[] } | { readonly problem: string; readonly field: string };

const KINDS = Object.keys(PORT_MODELS) as PortArm[]; // keys of the record itself

/** `frontPort` and `dcim.frontport` alike. */
const kindOf = (text: string): PortArm | undefined =>
  KINDS.find((kind) => kind.toLowerCase() === text.replace(/^\w+\./, '').toLowerCase());

const textIn = (input: InputRow, field: string): string | null => {
  const value = input[field];
  return typeof value === 'string' && value.trim() !== '' ? value : null;
};

/** Reads the fields `sideADevice`, `sideAType` and `sideAName` of an input, or those of side B; null when they say nothing. */
export const namedSide = (input: InputRow, side: 'A' | 'B'): NamedSide | null => {
  const fields = { device: `side${side}Device`, type: `side${side}Type`, name: `side${side}Name` };
  const [device, type, name] = [textIn(input, fields.device), textIn(input, fields.type), textIn(input, fields.name)];
  if (device === null && name === null) return null;
  if (device === null) return { field: fields.device, problem: 'Name the device that the port is on.' };
  if (name === null) return { field: fields.name, problem: 'Name the port.' };
  const kind = kindOf(type ?? 'interface');
  if (kind === undefined)
    return { field: fields.type, problem: `"${type}" is no kind of port; it is one of ${KINDS.join(', ')}.` };
  const [owners, names] = [listItems(device), listItems(name)];
  if (owners.length !== 1 && owners.length !== names.length)
    return {
      field: fields.device,
      problem: `These are ${owners.length} devices for ${names.length} ports; name one, or one for each port.`,
    };
  return { ports: names.map((port, at) => ({ kind, name: port, on: owners[at] ?? owners[0] ?? '' })) };
};

/** The port as inputs of cables name it; a device without a name goes by its number, `#12`. */
export const namedReference = ({ kind, on, name }: NamedPort): InputRow => {
  if (kind === 'powerFeed') return { powerFeed: { key: { powerPanel: { key: { name: on } }, name } } };
  if (kind === 'circuitTermination')
    return { circuitTermination: { key: { circuit: { key: { cid: on } }, termSide: name } } };
  const device = /^#\d{1,9}$/.test(on) ? { number: Number(on.slice(1)) } : { key: { name: on } };
  return { [kind]: { key: { device, name } } };
};
