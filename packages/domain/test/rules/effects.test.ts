import { dcimEffects } from './cases/effects-dcim.ts';
import { effectsOfParts } from './cases/effects-parts.ts';
import { moduleEffects } from './cases/modules.ts';
import { powerEffects } from './cases/power.ts';
import { renderEffects } from './cases/render.ts';
import { wiredEffects } from './cases/effects-wired.ts';
import { testEffects } from './effects.ts';

testEffects([...dcimEffects, ...powerEffects, ...moduleEffects, ...effectsOfParts, ...wiredEffects, ...renderEffects]);
