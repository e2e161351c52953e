import { bool, color, entity, OrganizationalObject, ref, STANDARD } from '@plumbline/kit';
import type { ConfigTemplate } from '../../extras/config-template.entity.ts';

/** What devices do: leaf, router, patch panel. */
@entity('dcim.DeviceRole', {
  tree: 'parent',
  matchBy: ['parent', 'slug'],
  unique: [
    { fields: ['parent', 'name'], nullsEqual: true },
    { fields: ['parent', 'slug'], nullsEqual: true },
  ],
  navGroup: 'Devices',
  features: STANDARD,
})
export class DeviceRole extends OrganizationalObject {
  @ref('dcim.DeviceRole', { inverse: 'children', optional: true, onDelete: 'cascade', list: true })
  parent!: DeviceRole | null;

  @color({ default: '9e9e9e', list: true })
  color!: string;

  @bool({ default: true, label: 'for VMs', help: 'Virtual machines may have this role' })
  vmRole!: boolean;

  @ref('extras.ConfigTemplate', { inverse: 'deviceRoles', optional: true })
  configTemplate!: ConfigTemplate | null;
}
