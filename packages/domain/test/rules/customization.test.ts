import { customizationCases } from './cases/customization.ts';
import { testRefusals } from './refusals.ts';

testRefusals(customizationCases);
