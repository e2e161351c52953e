import { attachedCases, attachedEffects } from './cases/attached.ts';
import { testEffects } from './effects.ts';
import { testRefusals } from './refusals.ts';

testRefusals(attachedCases);
testEffects(attachedEffects);
