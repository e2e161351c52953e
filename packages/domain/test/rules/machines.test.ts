import { machineRefusals } from './cases/machines.ts';
import { machineEffects } from './cases/effects-machines.ts';
import { testEffects } from './effects.ts';
import { testRefusals } from './refusals.ts';

testRefusals(machineRefusals);
testEffects(machineEffects);
