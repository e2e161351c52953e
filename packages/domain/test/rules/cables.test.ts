import { cableCases } from './cases/cables.ts';
import { testRefusals } from './refusals.ts';

testRefusals(cableCases);
