import { arc, choice, entity, ref, secret, STANDARD, text } from '@plumbline/kit';
import type { Location } from '../dcim/location/location.entity.ts';
import type { Region } from '../dcim/region/region.entity.ts';
import type { SiteGroup } from '../dcim/region/site-group.entity.ts';
import { PLACES, PlacedObject } from '../dcim/site/placed.ts';
import type { Site } from '../dcim/site/site.entity.ts';
import type { Vlan } from '../ipam/vlan/vlan.entity.ts';
import type { Tenant } from '../tenancy/tenant.entity.ts';
import { wirelessAuthCipher, wirelessAuthType, wirelessLanStatus } from './choices.ts';
import type { WirelessLanGroup } from './wireless-lan-group.entity.ts';

/** A wireless network by its SSID. */
@entity('wireless.WirelessLan', {
  display: ['ssid'],
  order: ['ssid'],
  matchBy: ['ssid', 'group', 'vlan'],
  scope: { site: 'site', tenant: 'tenant' },
  label: 'wireless LAN',
  plural: 'wireless LANs',
  navGroup: 'Wireless',
  features: STANDARD,
})
export class WirelessLan extends PlacedObject {
  @arc(PLACES, { inverse: 'wirelessLans', optional: true, onDelete: 'cascade', list: true })
  scope!: Region | SiteGroup | Site | Location | null;

  @choice(wirelessAuthType, { optional: true, list: true })
  authType!: string | null;

  @choice(wirelessAuthCipher, { optional: true })
  authCipher!: string | null;

  @secret({ optional: true })
  authPsk!: string | null;

  @text({ max: 32, search: 100, list: true, label: 'SSID' })
  ssid!: string;

  @ref('wireless.WirelessLanGroup', { inverse: 'wirelessLans', optional: true, onDelete: 'setNull', list: true })
  group!: WirelessLanGroup | null;

  @choice(wirelessLanStatus, { default: 'active', list: true })
  status!: string;

  @ref('ipam.Vlan', { inverse: 'wirelessLans', optional: true, list: true })
  vlan!: Vlan | null;

  @ref('tenancy.Tenant', { inverse: 'wirelessLans', optional: true, list: true })
  tenant!: Tenant | null;
}
