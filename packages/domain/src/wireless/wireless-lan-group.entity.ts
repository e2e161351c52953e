import { entity, OrganizationalObject, ref, STANDARD } from '@plumbline/kit';

/** Tree of groups of wireless LANs. */
@entity('wireless.WirelessLanGroup', {
  tree: 'parent',
  matchBy: ['slug'],
  unique: [['name'], ['slug']],
  label: 'wireless LAN group',
  plural: 'wireless LAN groups',
  navGroup: 'Wireless',
  features: STANDARD,
})
export class WirelessLanGroup extends OrganizationalObject {
  @ref('wireless.WirelessLanGroup', { inverse: 'children', optional: true, onDelete: 'cascade', list: true })
  parent!: WirelessLanGroup | null;
}
