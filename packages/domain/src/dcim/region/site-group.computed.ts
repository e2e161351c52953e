import { computed } from '@plumbline/engine';
import { inheritedContacts } from '../../tenancy/inherited-contacts.ts';

/** Whom to call about it. */
export const siteGroupComputed = computed('dcim.SiteGroup', { inheritedContacts: inheritedContacts('dcim.SiteGroup') });
