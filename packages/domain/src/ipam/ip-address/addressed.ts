import type { ConstraintSpec } from '@plumbline/kit';

/** What carries addresses. */
export const ADDRESSED = {
  interface: 'dcim.Interface',
  vmInterface: 'virtualization.VmInterface',
  fhrpGroup: 'ipam.FhrpGroup',
} as const;

/** The address at full length. */
export const HOST = 'set_masklen(address, CASE family(address) WHEN 4 THEN 32 ELSE 128 END)';

/** An address names the network it is in. */
export const HAS_MASK: ConstraintSpec = {
  rule: 'length',
  sql: 'masklen(address) > 0',
  code: 'BAD_USER_INPUT',
  message: 'The mask has at least one bit.',
};
