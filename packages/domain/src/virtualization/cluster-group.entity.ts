import { entity, OrganizationalObject, STANDARD } from '@plumbline/kit';

/** Clusters that belong together. */
@entity('virtualization.ClusterGroup', {
  matchBy: ['slug'],
  unique: [['name'], ['slug']],
  navGroup: 'Virtualization',
  features: [...STANDARD, 'contacts'],
})
export class ClusterGroup extends OrganizationalObject {}
