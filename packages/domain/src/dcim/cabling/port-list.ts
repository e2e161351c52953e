import type { Problem } from '@plumbline/kit';
import { COMPONENTS, PORT_MODELS, type PortArm } from '../component-models.ts';
import { expandNames, MOST_NAMES } from './name-range.ts';

/** Ports as a caller names them: by names on devices, or by ids or numbers. */
export interface PortsAsked {
  readonly deviceIds?: readonly string[] | null;
  readonly deviceNumbers?: readonly number[] | null;
  readonly deviceNames?: readonly string[] | null;
  readonly site?: string | null;
  readonly kind?: string | null;
  readonly names?: readonly string[] | null;
  readonly ids?: readonly string[] | null;
  readonly numbers?: readonly number[] | null;
}

/** A device as a caller names it. */
export interface DeviceAsked {
  readonly by: 'id' | 'number' | 'name';
  readonly value: string | number;
}

/** One port of a list, not looked up yet. */
export interface PortAsked {
  /** Place of the device in `devices`; null for a port named by id or number. */
  readonly device: number | null;
  readonly by: 'id' | 'number' | 'name';
  readonly value: string | number;
}

/** A list of ports with its ranges written out, in order. */
export interface PortList {
  readonly path: string;
  /** Null where any kind will do. */
  readonly kind: PortArm | null;
  readonly site: string | null;
  readonly devices: readonly DeviceAsked[];
  readonly ports: readonly PortAsked[];
  readonly problems: readonly Problem[];
}

const KINDS = Object.keys(PORT_MODELS) as PortArm[]; // keys of the record itself

/** Kinds of port that are parts of devices. */
export const DEVICE_KINDS: readonly PortArm[] = KINDS.filter((kind) =>
  (COMPONENTS as readonly string[]).includes(PORT_MODELS[kind]),
);

/** Kinds a list may hold. */
export const kindsOf = ({ kind, devices }: Pick<PortList, 'kind' | 'devices'>): readonly PortArm[] => {
  if (kind !== null) return [kind];
  return devices.length > 0 ? DEVICE_KINDS : KINDS;
};

type Refuse = (path: string, code: string, message: string) => void;

/** Names that patterns stand for, one pattern after the other. */
const expanded = (patterns: readonly string[], path: string, refuse: Refuse): string[] => {
  const names: string[] = [];
  for (const [index, pattern] of patterns.entries()) {
    const range = expandNames(pattern);
    if ('problem' in range) refuse(`${path}.${index}`, 'CABLE_RANGE_INVALID', range.problem);
    else names.push(...range.names);
    if (names.length > MOST_NAMES) break;
  }
  return names;
};

const kindOf = (kind: string | null, path: string, refuse: Refuse): PortArm | null => {
  if (kind === null) return null;
  const found = KINDS.find((known) => known === kind);
  if (found === undefined)
    refuse(path, 'BAD_USER_INPUT', `"${kind}" is no kind of port; it is one of ${KINDS.join(', ')}.`);
  return found ?? null;
};

const devicesOf = (asked: PortsAsked, path: string, refuse: Refuse): DeviceAsked[] => [
  ...(asked.deviceIds ?? []).map((value) => ({ by: 'id' as const, value })),
  ...(asked.deviceNumbers ?? []).map((value) => ({ by: 'number' as const, value })),
  ...expanded(asked.deviceNames ?? [], `${path}.deviceNames`, refuse).map((value) => ({ by: 'name' as const, value })),
];

const pointed = (asked: PortsAsked): PortAsked[] => [
  ...(asked.ids ?? []).map((value) => ({ device: null, by: 'id' as const, value })),
  ...(asked.numbers ?? []).map((value) => ({ device: null, by: 'number' as const, value })),
];

const isEmpty = (list: readonly unknown[] | null | undefined): boolean => (list?.length ?? 0) === 0;

/** What is contradictory or missing in how ports are named. */
const checkForm = (asked: PortsAsked, kind: PortArm | null, path: string, refuse: Refuse): void => {
  const byId = !isEmpty(asked.ids) || !isEmpty(asked.numbers);
  const onDevices = !isEmpty(asked.deviceIds) || !isEmpty(asked.deviceNumbers) || !isEmpty(asked.deviceNames);
  if (byId === !isEmpty(asked.names) || byId === onDevices)
    refuse(path, 'BAD_USER_INPUT', 'Name ports either by names on devices, or by ids or numbers.');
  else if (!isEmpty(asked.numbers) && kind === null)
    refuse(`${path}.kind`, 'BAD_USER_INPUT', 'Numbers belong to one kind of port; say which.');
  else if (onDevices && kind !== null && !DEVICE_KINDS.includes(kind))
    refuse(`${path}.kind`, 'BAD_USER_INPUT', `A ${kind} is no part of a device; name it by id or number.`);
};

/** Writes out a list of ports; the ports of the first device come first. */
export const readPortList = (asked: PortsAsked, path: string): PortList => {
  const problems: Problem[] = [];
  const refuse: Refuse = (at, code, message) => void problems.push({ path: at, code, message });
  const kind = kindOf(asked.kind ?? null, `${path}.kind`, refuse);
  checkForm(asked, kind, path, refuse);
  const devices = devicesOf(asked, path, refuse);
  const names = expanded(asked.names ?? [], `${path}.names`, refuse);
  const list = { path, kind, site: asked.site ?? null, devices, problems };
  const count = devices.length * names.length + (asked.ids?.length ?? 0) + (asked.numbers?.length ?? 0);
  if (count > MOST_NAMES) {
    refuse(path, 'CABLE_RANGE_TOO_LARGE', `These are ${count} ports; one side takes at most ${MOST_NAMES}.`);
    return { ...list, ports: [] };
  }
  const named = devices.flatMap((_, device) => names.map((value) => ({ device, by: 'name' as const, value })));
  return { ...list, ports: [...named, ...pointed(asked)] };
};
