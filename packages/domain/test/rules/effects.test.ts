import { dcimEffects } from './cases/effects-dcim.ts';
import { renderEffects } from './cases/render.ts';
import { wiredEffects } from './cases/effects-wired.ts';
import { testEffects } from './effects.ts';

testEffects([...dcimEffects, ...wiredEffects, ...renderEffects]);
