import { computed } from '@plumbline/engine';
import { inheritedContacts } from '../../tenancy/inherited-contacts.ts';

/** Whom to call about it. */
export const regionComputed = computed('dcim.Region', { inheritedContacts: inheritedContacts('dcim.Region') });
