import { defineDomain, type DomainRule } from '@plumbline/engine';
import { sortKey } from '../dcim/interface/interface.rules.ts';
import { scopeRules } from '../dcim/site/scope.rules.ts';
import { customFieldValueRules } from '../extras/custom-field/check.rules.ts';
import { tagRules } from '../extras/tag.rules.ts';
import { entities } from './index.gen.ts';

const rules: readonly DomainRule[] = [
  ...scopeRules('virtualization.Cluster', 'virtualization.cluster.scope'),
  sortKey('virtualization.VmInterface', 'virtualization.vminterface.sortKey'),
  ...tagRules(entities),
  ...customFieldValueRules(entities),
];

/** Clusters, virtual machines and their parts. */
export const virtualization = defineDomain({ name: 'virtualization', entities, rules });
