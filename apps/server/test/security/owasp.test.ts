import { accessCases } from './access.cases.ts';
import { atRestCases } from './at-rest.cases.ts';
import { attackCases } from './attack.cases.ts';
import { browserCases } from './browser.cases.ts';
import { openDesk, type Desk } from './_desk.ts';

let opened: Desk;
const desk = (): Desk => opened;

beforeAll(async () => {
  opened = await openDesk();
});
afterAll(() => opened?.server.stop());

describe('access', () => {
  accessCases(desk);
});
describe('browsers', () => {
  browserCases(desk);
});
describe('attacks', () => {
  attackCases(desk);
});
describe('storage', () => {
  atRestCases(desk);
});
