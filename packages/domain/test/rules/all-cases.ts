import type { Effect, Refusal } from './case.ts';
import { accountCases } from './cases/accounts.ts';
import { addressingCases } from './cases/addresses.ts';
import { cableCases } from './cases/cables.ts';
import { chassisCases } from './cases/chassis.ts';
import { componentCases } from './cases/components.ts';
import { deviceCases } from './cases/devices.ts';
import { dcimEffects } from './cases/effects-dcim.ts';
import { effectsOfParts } from './cases/effects-parts.ts';
import { accountEffects } from './cases/effects-accounts.ts';
import { addressingEffects } from './cases/effects-addresses.ts';
import { cableEffects } from './cases/effects-cables.ts';
import { extrasCases } from './cases/extras.ts';
import { moduleCases, moduleEffects } from './cases/modules.ts';
import { partCases } from './cases/parts.ts';
import { placeCases } from './cases/places.ts';
import { powerCases, powerEffects } from './cases/power.ts';
import { renderCases, renderEffects } from './cases/render.ts';
import { serviceCases, serviceEffects } from './cases/services.ts';

/** Everything that is refused. */
export const refusals: readonly Refusal[] = [
  ...placeCases,
  ...deviceCases,
  ...componentCases,
  ...chassisCases,
  ...powerCases,
  ...moduleCases,
  ...partCases,
  ...cableCases,
  ...addressingCases,
  ...accountCases,
  ...extrasCases,
  ...renderCases,
  ...serviceCases,
];

/** Everything that rules bring about. */
export const effects: readonly Effect[] = [
  ...dcimEffects,
  ...powerEffects,
  ...moduleEffects,
  ...effectsOfParts,
  ...cableEffects,
  ...addressingEffects,
  ...accountEffects,
  ...renderEffects,
  ...serviceEffects,
];
