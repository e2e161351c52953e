/** What carries addresses. */
export const ADDRESSED = {
  interface: 'dcim.Interface',
  vmInterface: 'virtualization.VmInterface',
  fhrpGroup: 'ipam.FhrpGroup',
} as const;
