import { deviceCases } from './cases/devices.ts';
import { testRefusals } from './refusals.ts';

testRefusals(deviceCases);
