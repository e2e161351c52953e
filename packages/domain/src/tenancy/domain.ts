import { defineDomain, type DomainRule } from '@plumbline/engine';
import { tenantGroupRules } from './tenant-group.rules.ts';
import { entities } from './index.gen.ts';

const rules: readonly DomainRule[] = [...tenantGroupRules];

/** Whom things are kept for. */
export const tenancy = defineDomain({ name: 'tenancy', entities, rules });
