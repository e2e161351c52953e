import { computed } from '@plumbline/engine';
import { VIRTUAL_INTERFACE_TYPES } from '../cable/cable-compatibility.ts';

const VIRTUAL = [...VIRTUAL_INTERFACE_TYPES].map((type) => `'${type}'`).join(', '); // types of ours, none with a quote

/** What follows from what ends at an interface. */
export const interfaceComputed = computed('dcim.Interface', {
  connectedBy: {
    kind: 'text',
    label: 'connected by',
    requires: ['circuits.VirtualCircuitTermination'],
    help: 'By what the interface is connected: "cable", else "wirelessLink", else, on virtual types, "virtualCircuit"; null when by nothing.',
    sql: ({ own, rows }) => {
      const ends = rows('circuits.VirtualCircuitTermination');
      return `CASE WHEN ${own('cable')} IS NOT NULL THEN 'cable' WHEN ${own('wirelessLink')} IS NOT NULL THEN 'wirelessLink'
        WHEN ${own('type')} IN (${VIRTUAL}) AND EXISTS (SELECT 1 FROM ${ends.from} WHERE ${ends.column('interface')} = ${own('id')})
        THEN 'virtualCircuit' END`;
    },
  },
});
