import { componentCases } from './cases/components.ts';
import { testRefusals } from './refusals.ts';

testRefusals(componentCases);
