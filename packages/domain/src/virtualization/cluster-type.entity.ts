import { entity, OrganizationalObject, STANDARD } from '@plumbline/kit';

/** A kind of cluster, such as a hypervisor. */
@entity('virtualization.ClusterType', {
  matchBy: ['slug'],
  unique: [['name'], ['slug']],
  navGroup: 'Virtualization',
  features: STANDARD,
})
export class ClusterType extends OrganizationalObject {}
