import { readCases, runCase, verdict } from './cases.ts';

/** Cases we do not follow, each with the reason; at most one in a hundred. */
const EXCEPTIONS: Record<string, string> = {};

const cases = readCases();
const withCases = cases ? test : test.skip;

withCases('renders of real Jinja2 come out the same here, error lines included', () => {
  const failed = (cases ?? []).flatMap((one) => {
    const problem = verdict(one, runCase(one));
    return problem ? [`${one.id}: ${problem}`] : [];
  });
  const surprising = failed.filter((line) => !Object.hasOwn(EXCEPTIONS, line.slice(0, line.indexOf(':'))));
  expect(surprising).toEqual([]);
  expect(Object.keys(EXCEPTIONS).length).toBeLessThanOrEqual((cases ?? []).length / 100);
});
