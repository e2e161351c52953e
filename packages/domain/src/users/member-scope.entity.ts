import { BaseObject, entity, ref, refs } from '@plumbline/kit';
import type { Region } from '../dcim/region/region.entity.ts';
import type { SiteGroup } from '../dcim/region/site-group.entity.ts';
import type { Site } from '../dcim/site/site.entity.ts';
import type { TenantGroup } from '../tenancy/tenant-group.entity.ts';
import type { Tenant } from '../tenancy/tenant.entity.ts';
import type { User } from './user.entity.ts';

/** What "$tenant" and "$site" in permissions stand for, for one user in this organization. */
@entity('users.MemberScope', {
  matchBy: ['user'],
  unique: [['user']],
  display: ['number'],
  order: ['number'],
  navGroup: 'Administration',
  administration: true,
})
export class MemberScope extends BaseObject {
  @ref('users.User', { inverse: 'memberScopes', onDelete: 'cascade', list: true, immutable: true })
  user!: User;

  @refs('tenancy.Tenant', { group: 'Tenants' })
  tenants!: Tenant[];

  @refs('tenancy.TenantGroup', { group: 'Tenants', help: 'Stand for all tenants in them and below' })
  tenantGroups!: TenantGroup[];

  @refs('dcim.Site', { group: 'Sites' })
  sites!: Site[];

  @refs('dcim.Region', { group: 'Sites', help: 'Stand for all sites in them and below' })
  regions!: Region[];

  @refs('dcim.SiteGroup', { group: 'Sites', help: 'Stand for all sites in them and below' })
  siteGroups!: SiteGroup[];
}
