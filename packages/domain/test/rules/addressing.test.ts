import { addressingCases } from './cases/addresses.ts';
import { testRefusals } from './refusals.ts';

testRefusals(addressingCases);
