import type { SettingDefinition } from '@plumbline/engine';

/** Setting that puts a primary IPv4 address before the IPv6 one; off unless turned on. */
export const PREFER_IPV4 = 'ipam.preferIpv4';

/** Settings of devices. */
export const deviceSettings: readonly SettingDefinition[] = [
  {
    key: PREFER_IPV4,
    label: 'IPv4 first',
    help: 'Takes the primary IPv4 address of a device for its primary address when it has both.',
    type: { kind: 'boolean' },
    default: false,
    levels: ['ORGANIZATION', 'DEPLOYMENT'],
  },
];
