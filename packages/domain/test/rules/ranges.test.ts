import { addressRangeCases, rangeEffects } from './cases/ranges.ts';
import { testEffects } from './effects.ts';
import { testRefusals } from './refusals.ts';

testRefusals(addressRangeCases);
testEffects(rangeEffects);
