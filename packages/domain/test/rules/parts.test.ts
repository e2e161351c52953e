import { moduleCases } from './cases/modules.ts';
import { partCases } from './cases/parts.ts';
import { powerCases } from './cases/power.ts';
import { testRefusals } from './refusals.ts';

testRefusals([...powerCases, ...moduleCases, ...partCases]);
