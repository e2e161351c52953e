import { addressingCases } from './cases/addresses.ts';
import { cableCases } from './cases/cables.ts';
import { testRefusals } from './refusals.ts';

testRefusals([...cableCases, ...addressingCases]);
