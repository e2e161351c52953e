import { computed } from '@plumbline/engine';
import { inheritedContacts } from '../../tenancy/inherited-contacts.ts';

/** Whom to call about it. */
export const locationComputed = computed('dcim.Location', { inheritedContacts: inheritedContacts('dcim.Location') });
