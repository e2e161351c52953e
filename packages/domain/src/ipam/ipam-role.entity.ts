import { color, entity, int, OrganizationalObject, STANDARD } from '@plumbline/kit';

/** What a prefix, address range or VLAN is for. */
@entity('ipam.IpamRole', {
  matchBy: ['slug'],
  unique: [['name'], ['slug']],
  table: 'ipam_role',
  label: 'role',
  order: ['weight', 'name'],
  navGroup: 'Addresses',
  features: STANDARD,
})
export class IpamRole extends OrganizationalObject {
  @int({ min: 0, default: 1000, list: true })
  weight!: number;

  @color({ optional: true, list: true })
  color!: string | null;
}
