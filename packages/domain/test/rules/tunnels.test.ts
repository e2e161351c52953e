import { tunnelCases, tunnelEffects } from './cases/tunnels.ts';
import { testEffects } from './effects.ts';
import { testRefusals } from './refusals.ts';

testRefusals(tunnelCases);
testEffects(tunnelEffects);
