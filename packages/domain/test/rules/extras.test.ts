import { accountCases } from './cases/accounts.ts';
import { extrasCases } from './cases/extras.ts';
import { renderCases } from './cases/render.ts';
import { testRefusals } from './refusals.ts';

testRefusals([...accountCases, ...renderCases, ...extrasCases]);
