/** Models of the parts of a device that carry its place; all of them take a cable. */
export const COMPONENTS = [
  'dcim.Interface',
  'dcim.ConsolePort',
  'dcim.ConsoleServerPort',
  'dcim.PowerPort',
  'dcim.PowerOutlet',
  'dcim.FrontPort',
  'dcim.RearPort',
] as const;

/** Models of all parts of a device that carry its place. */
export const PLACED_PARTS = [...COMPONENTS, 'dcim.ModuleBay', 'dcim.DeviceBay', 'dcim.InventoryItem'] as const;

/** Arm of a cable termination to the model of the port. */
export const PORT_MODELS = {
  interface: 'dcim.Interface',
  consolePort: 'dcim.ConsolePort',
  consoleServerPort: 'dcim.ConsoleServerPort',
  powerPort: 'dcim.PowerPort',
  powerOutlet: 'dcim.PowerOutlet',
  frontPort: 'dcim.FrontPort',
  rearPort: 'dcim.RearPort',
  powerFeed: 'dcim.PowerFeed',
  circuitTermination: 'circuits.CircuitTermination',
} as const;

/** Arm of a cable termination. */
export type PortArm = keyof typeof PORT_MODELS;
