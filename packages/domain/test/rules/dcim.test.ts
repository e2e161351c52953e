import { chassisCases } from './cases/chassis.ts';
import { componentCases } from './cases/components.ts';
import { deviceCases } from './cases/devices.ts';
import { placeCases } from './cases/places.ts';
import { testRefusals } from './refusals.ts';

testRefusals([...placeCases, ...deviceCases, ...componentCases, ...chassisCases]);
