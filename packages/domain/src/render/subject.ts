/** A type whose configurations are rendered. */
export interface Subject {
  /** Full name in the registry. */
  readonly type: 'dcim.Device' | 'virtualization.VirtualMachine';
  /** What the API calls it: an argument of renders, a field of artefacts, the variable of saved queries. */
  readonly field: 'device' | 'virtualMachine';
  /** What messages call it. */
  readonly label: string;
  readonly plural: string;
  /** Condition of the addresses on its interfaces. */
  readonly addresses: string;
}

/** Devices, which are rendered when nothing else is said. */
export const DEVICE: Subject = {
  type: 'dcim.Device',
  field: 'device',
  label: 'device',
  plural: 'devices',
  addresses: 'assigned_object__device',
};

/** Virtual machines. */
export const MACHINE: Subject = {
  type: 'virtualization.VirtualMachine',
  field: 'virtualMachine',
  label: 'virtual machine',
  plural: 'virtual machines',
  addresses: 'assigned_object__virtual_machine',
};

/** All types whose configurations are rendered. */
export const SUBJECTS: readonly Subject[] = [DEVICE, MACHINE];

/** Name of the type in the API. */
export const graphqlName = ({ type }: Subject): string => type.split('.')[1] ?? type;

/** A class of resolvers, as domains list them. */
export type ResolverClass = new () => object;
