import { defineDomain, type DomainRule } from '@plumbline/engine';
import { sortKey } from '../dcim/interface/interface.rules.ts';
import { scopeRules } from '../dcim/site/scope.rules.ts';
import { customFieldValueRules } from '../extras/custom-field/check.rules.ts';
import { tagRules } from '../extras/tag.rules.ts';
import { clusterRules } from './cluster.rules.ts';
import { entities } from './index.gen.ts';
import { virtualDiskRules } from './virtual-disk.rules.ts';
import { virtualMachineRules } from './virtual-machine.rules.ts';
import { vmInterfaceRules } from './vm-interface.rules.ts';

const rules: readonly DomainRule[] = [
  ...scopeRules('virtualization.Cluster', 'virtualization.cluster.scope'),
  ...clusterRules,
  ...virtualMachineRules,
  ...virtualDiskRules,
  ...vmInterfaceRules,
  sortKey('virtualization.VmInterface', 'virtualization.vminterface.sortKey'),
  ...tagRules(entities),
  ...customFieldValueRules(entities),
];

/** Clusters, virtual machines and their parts. */
export const virtualization = defineDomain({ name: 'virtualization', entities, rules });
