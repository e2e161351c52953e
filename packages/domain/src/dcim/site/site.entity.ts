import {
  choice,
  decimal,
  entity,
  int,
  OrganizationalObject,
  ref,
  refs,
  STANDARD,
  text,
  timeZone,
} from '@plumbline/kit';
import type { Asn } from '../../ipam/asn/asn.entity.ts';
import type { Tenant } from '../../tenancy/tenant.entity.ts';
import type { Vrf } from '../../ipam/vrf/vrf.entity.ts';
import { gatewayPolicy, siteStatus } from '../choices.ts';
import type { Region } from '../region/region.entity.ts';
import type { SiteGroup } from '../region/site-group.entity.ts';

/** A building or campus that holds network gear. */
@entity('dcim.Site', {
  matchBy: ['slug'],
  unique: [['name'], ['slug']],
  scope: { tenant: 'tenant' },
  navGroup: 'Organization',
  features: [...STANDARD, 'contacts', 'images'],
})
export class Site extends OrganizationalObject {
  @choice(siteStatus, { default: 'active', list: true })
  status!: string;

  @ref('dcim.Region', { inverse: 'sites', optional: true, onDelete: 'setNull', list: true })
  region!: Region | null;

  @ref('dcim.SiteGroup', { inverse: 'sites', optional: true, onDelete: 'setNull', list: true })
  group!: SiteGroup | null;

  @ref('tenancy.Tenant', { inverse: 'sites', optional: true, list: true })
  tenant!: Tenant | null;

  @text({ max: 50, optional: true, search: 100, list: true, help: 'Name the provider of the site uses' })
  facility!: string | null;

  @timeZone({ optional: true })
  timeZone!: string | null;

  @text({ max: 200, optional: true, search: 2000, group: 'Address' })
  physicalAddress!: string | null;

  @text({ max: 200, optional: true, search: 2000, group: 'Address' })
  shippingAddress!: string | null;

  @decimal({ digits: 8, scale: 6, min: -90, max: 90, optional: true, group: 'Address', unit: 'deg' })
  latitude!: string | null;

  @decimal({ digits: 9, scale: 6, min: -180, max: 180, optional: true, group: 'Address', unit: 'deg' })
  longitude!: string | null;

  @refs('ipam.Asn', { inverse: 'sites', label: 'ASNs' })
  asns!: Asn[];

  @refs('ipam.Vrf', { inverse: 'sites', group: 'Addressing', label: 'VRFs' })
  vrfs!: Vrf[];

  @int({ min: 1, max: 127, optional: true, group: 'Addressing', help: 'Length of prefixes that are cut for this site' })
  defaultPrefixLength!: number | null;

  @choice(gatewayPolicy, { default: 'none', group: 'Addressing', help: 'Which address of a new prefix is its gateway' })
  gatewayPolicy!: string;
}
