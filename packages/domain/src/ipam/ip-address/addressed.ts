import type { ConstraintSpec } from '@plumbline/kit';

/** What carries addresses. */
export const ADDRESSED = {
  interface: 'dcim.Interface',
  vmInterface: 'virtualization.VmInterface',
  fhrpGroup: 'ipam.FhrpGroup',
} as const;

/** The address of a column at full length. */
export const hostOf = (column: string): string =>
  `set_masklen(${column}, CASE family(${column}) WHEN 4 THEN 32 ELSE 128 END)`;

/** The address at full length. */
export const HOST = hostOf('address');

/** An address names the network it is in. */
export const HAS_MASK: ConstraintSpec = {
  rule: 'length',
  sql: 'masklen(address) > 0',
  code: 'BAD_USER_INPUT',
  message: 'The mask has at least one bit.',
};
