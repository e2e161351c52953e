import { rule, type Draft } from '@plumbline/plugin';

const refuseUnknown = (drafts: readonly Draft[]): void => {
  for (const draft of drafts)
    if (draft.after['status'] === 'active' && draft.after['capacityWh'] === null)
      draft.refuse('capacityWh', 'BATTERY_CAPACITY_UNKNOWN', 'An active battery needs its capacity.');
};

/** What a battery has to hold to. */
export const batteryRules = [
  rule('example.Battery', {
    name: 'example.battery.1.capacity',
    when: ['status', 'capacityWh'],
    on: ['create', 'update'],
    check: refuseUnknown,
  }),
];
