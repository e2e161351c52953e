import type { ComputedOptions, ComputedScope } from '@plumbline/engine';
import { PREFER_IPV4 } from './device.settings.ts';

/** Id of an address that the caller may see, or null. */
const seen = ({ own, rows }: ComputedScope, field: string): string => {
  const address = rows('ipam.IpAddress');
  return `(SELECT ${address.column('id')} FROM ${address.from} WHERE ${address.column('id')} = ${own(field)})`;
};

/** The template of what a reference points at; a role or platform that is hidden lends none. */
const lent = ({ own, rows }: ComputedScope, field: string, entity: string): string => {
  const lender = rows(entity);
  return `(SELECT ${lender.column('configTemplate')} FROM ${lender.from} WHERE ${lender.column('id')} = ${own(field)})`;
};

/** The address by which something with a primary address of each family is reached. */
export const primaryIp: ComputedOptions = {
  kind: 'ref',
  target: 'ipam.IpAddress',
  label: 'primary IP',
  help: `The primary IPv6 address, else the IPv4 one; the other way around when the setting ${PREFER_IPV4} is true.`,
  sql: (scope) => {
    const [ip4, ip6] = [seen(scope, 'primaryIp4'), seen(scope, 'primaryIp6')];
    return `CASE WHEN ${scope.setting(PREFER_IPV4)} = 'true'::jsonb THEN coalesce(${ip4}, ${ip6})
        ELSE coalesce(${ip6}, ${ip4}) END`;
  },
};

/** The template from which a device or a virtual machine is rendered. */
export const effectiveConfigTemplate: ComputedOptions = {
  kind: 'ref',
  target: 'extras.ConfigTemplate',
  help: 'The config template of its own, else of its role, else of its platform.',
  sql: (scope) =>
    `coalesce(${scope.own('configTemplate')}, ${lent(scope, 'role', 'dcim.DeviceRole')}, ${lent(scope, 'platform', 'dcim.Platform')})`,
};
