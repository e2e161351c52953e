import { addressRangeCases } from './cases/ranges.ts';
import { testRefusals } from './refusals.ts';

testRefusals(addressRangeCases);
