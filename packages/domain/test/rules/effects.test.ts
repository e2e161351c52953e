import { dcimEffects } from './cases/effects-dcim.ts';
import { effectsOfParts } from './cases/effects-parts.ts';
import { moduleEffects } from './cases/modules.ts';
import { powerEffects } from './cases/power.ts';
import { renderEffects } from './cases/render.ts';
import { accountEffects } from './cases/effects-accounts.ts';
import { addressingEffects } from './cases/effects-addresses.ts';
import { cableEffects } from './cases/effects-cables.ts';
import { testEffects } from './effects.ts';

testEffects([
  ...dcimEffects,
  ...powerEffects,
  ...moduleEffects,
  ...effectsOfParts,
  ...cableEffects,
  ...addressingEffects,
  ...accountEffects,
  ...renderEffects,
]);
