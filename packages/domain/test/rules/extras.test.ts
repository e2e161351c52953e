import { accountCases } from './cases/accounts.ts';
import { extrasCases } from './cases/extras.ts';
import { testRefusals } from './refusals.ts';

testRefusals([...accountCases, ...extrasCases]);
