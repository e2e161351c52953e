import { placeCases } from './cases/places.ts';
import { testRefusals } from './refusals.ts';

testRefusals(placeCases);
