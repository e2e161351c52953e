import { effectsOfParts } from './cases/effects-parts.ts';
import { moduleCases, moduleEffects } from './cases/modules.ts';
import { partCases } from './cases/parts.ts';
import { powerCases, powerEffects } from './cases/power.ts';
import { testEffects } from './effects.ts';
import { testRefusals } from './refusals.ts';

describe('refusals', () => testRefusals([...powerCases, ...moduleCases, ...partCases]));
describe('effects', () => testEffects([...powerEffects, ...moduleEffects, ...effectsOfParts]));
