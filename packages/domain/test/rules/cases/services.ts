import type { Effect, Refusal } from '../case.ts';
import { attachedCases, attachedEffects } from './attached.ts';
import { circuitCases, circuitEffects } from './circuits.ts';
import { customizationCases } from './customization.ts';
import { machineEffects } from './effects-machines.ts';
import { machineRefusals } from './machines.ts';
import { addressRangeCases, rangeEffects } from './ranges.ts';
import { tunnelCases, tunnelEffects } from './tunnels.ts';

/** Refusals about what networks are built from besides devices: ranges, machines, circuits, tunnels, events and notes. */
export const serviceCases: readonly Refusal[] = [
  ...addressRangeCases,
  ...machineRefusals,
  ...circuitCases,
  ...tunnelCases,
  ...customizationCases,
  ...attachedCases,
];

/** What the rules about the same bring about. */
export const serviceEffects: readonly Effect[] = [
  ...rangeEffects,
  ...machineEffects,
  ...circuitEffects,
  ...tunnelEffects,
  ...attachedEffects,
];
