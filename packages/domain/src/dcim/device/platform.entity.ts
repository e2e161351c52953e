import { entity, OrganizationalObject, ref, STANDARD } from '@plumbline/kit';
import type { ConfigTemplate } from '../../extras/config-template.entity.ts';
import type { Manufacturer } from '../manufacturer.entity.ts';

/** The operating system of a device. */
@entity('dcim.Platform', {
  tree: 'parent',
  matchBy: ['manufacturer', 'slug'],
  unique: [
    { fields: ['manufacturer', 'name'], nullsEqual: true },
    { fields: ['manufacturer', 'slug'], nullsEqual: true },
  ],
  navGroup: 'Devices',
  features: STANDARD,
})
export class Platform extends OrganizationalObject {
  @ref('dcim.Platform', { inverse: 'children', optional: true, onDelete: 'cascade', list: true })
  parent!: Platform | null;

  @ref('dcim.Manufacturer', { inverse: 'platforms', optional: true, list: true })
  manufacturer!: Manufacturer | null;

  @ref('extras.ConfigTemplate', { inverse: 'platforms', optional: true })
  configTemplate!: ConfigTemplate | null;
}
