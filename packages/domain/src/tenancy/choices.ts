import { choiceSet } from '@plumbline/kit';

/** Whom to call first. */
export const contactPriority = choiceSet(
  'tenancy.contactPriority',
  [
    ['primary', 'Primary'],
    ['secondary', 'Secondary'],
    ['tertiary', 'Tertiary'],
    ['inactive', 'Inactive'],
  ],
  { closed: true },
);
