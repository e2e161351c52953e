import type { ContractField } from '@plumbline/render';
import { VIRTUAL_INTERFACE_TYPES, WIRELESS_INTERFACE_TYPES } from '../../dcim/cable/cable-compatibility.ts';

/** A field that is worked out from stored ones, as NetBox's models have properties. */
export interface ComputedField {
  readonly field: ContractField;
  /** Fields it is made from, by their names in the API. */
  readonly needs: readonly string[];
  /** Text as the database would send it, from the texts of `needs`. */
  readonly text: (texts: readonly (string | null)[]) => string | null;
  /** What conditions on it ask instead, as `address__family`; it can't be asked for when absent. */
  readonly lookup?: string;
}

/** Marks names in the API that no stored field has. */
const MARK = '@';

/** Whether a field is worked out here. */
export const isComputed = (field: string): boolean => field.startsWith(MARK);

const value = (name: string, kind: 'int' | 'bool' | 'text'): ContractField => ({
  kind: 'value',
  field: `${MARK}${name}`,
  value: kind,
  empty: null,
});

const familyOf = (text: string | null | undefined): string | null => {
  if (text === null || text === undefined) return null;
  return text.includes(':') ? '6' : '4';
};

const lengthOf = (text: string | null | undefined): string | null => {
  if (text === null || text === undefined) return null;
  return text.split('/')[1] ?? (text.includes(':') ? '128' : '32');
};

const family = (from: string): ComputedField => ({
  field: value('family', 'int'),
  needs: [from],
  text: ([address]) => familyOf(address),
  lookup: `${from}__family`,
});

const length = (name: string, from: string): ComputedField => ({
  field: value(name, 'int'),
  needs: [from],
  text: ([address]) => lengthOf(address),
});

const isConnectable = (type: string): boolean =>
  !VIRTUAL_INTERFACE_TYPES.has(type) && !WIRELESS_INTERFACE_TYPES.has(type);

const isType = (name: string, holds: (type: string) => boolean): ComputedField => ({
  field: value(name, 'bool'),
  needs: ['type'],
  text: ([type]) => (holds(type ?? '') ? 't' : 'f'),
});

/** IPv6 before IPv4, as NetBox prefers it by default. */
const PRIMARY_IP: ComputedField = {
  field: { kind: 'one', field: `${MARK}primaryIp`, target: 'ipam.IpAddress' },
  needs: ['primaryIp6', 'primaryIp4'],
  text: ([ip6, ip4]) => ip6 ?? ip4 ?? null,
};

/** Fields by type and by the name templates use. Sources: properties of NetBox 4.6 and Nautobot 2 models. */
export const COMPUTED: Readonly<Record<string, Readonly<Record<string, ComputedField>>>> = {
  'dcim.Device': { primary_ip: PRIMARY_IP },
  'dcim.VirtualDeviceContext': { primary_ip: PRIMARY_IP },
  'virtualization.VirtualMachine': { primary_ip: PRIMARY_IP },
  'dcim.Interface': {
    is_lag: isType('isLag', (type) => type === 'lag'),
    is_bridge: isType('isBridge', (type) => type === 'bridge'),
    is_virtual: isType('isVirtual', (type) => VIRTUAL_INTERFACE_TYPES.has(type)),
    is_wireless: isType('isWireless', (type) => WIRELESS_INTERFACE_TYPES.has(type)),
    is_wired: isType('isWired', isConnectable),
    is_connectable: isType('isConnectable', isConnectable),
  },
  'ipam.IpAddress': {
    family: family('address'),
    mask_length: length('maskLength', 'address'),
    host: { field: value('host', 'text'), needs: ['address'], text: ([address]) => address?.split('/')[0] ?? null },
  },
  'ipam.Prefix': { family: family('prefix'), prefix_length: length('prefixLength', 'prefix') },
};

const byField = new Map(
  Object.entries(COMPUTED).flatMap(([type, fields]) =>
    Object.values(fields).map((computed): [string, ComputedField] => [`${type} ${computed.field.field}`, computed]),
  ),
);

/** The computed field of a type with a name in the API. */
export const computedField = (type: string, field: string): ComputedField | undefined =>
  byField.get(`${type} ${field}`);
