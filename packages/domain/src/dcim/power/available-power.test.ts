import { availablePower } from './available-power.ts';

test.each([
  [120, 15, 80, false, 1440],
  [-48, 25, 80, false, 960],
  [220, 30, 80, true, 9145],
  [5, 1, 50, false, 2],
  [7, 1, 50, false, 4],
])('%d V at %d A and %d %%, three phases: %s, give %d W', (voltage, amperage, maxUtilization, isThreePhase, watts) => {
  expect(availablePower({ voltage, amperage, maxUtilization, isThreePhase })).toBe(watts);
});
