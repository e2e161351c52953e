import { circuitCases, circuitEffects } from './cases/circuits.ts';
import { testEffects } from './effects.ts';
import { testRefusals } from './refusals.ts';

testRefusals(circuitCases);
testEffects(circuitEffects);
