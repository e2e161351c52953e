import { onStage } from './on-stage.ts';
import { axe, open } from './visit.ts';

const stage = onStage();
const { inVisit } = stage;

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test('the theme is set before anything is drawn', () =>
    inVisit(async (here) => {
      await open(stage, here, '');
      expect(await here.page.locator('html').getAttribute('data-theme')).toBe(theme);
    }, theme));

  test.each([
    ['the overview', ''],
    ['the list of types', 'types'],
    ['a list with filters', 'dcim/devices?f=status:in:active,planned'],
    ['a list with a preview', 'dcim/devices?peek=1'],
    ['an empty list', 'dcim/platforms'],
    ['a device', 'dcim/devices/1'],
    ['the cabling of a device', 'dcim/devices/1?tab=cabling'],
    ['the interfaces of a device', 'dcim/devices/1?tab=interfaces'],
    ['the history of a device', 'dcim/devices/1?tab=history'],
    ['a rack', 'dcim/racks/1'],
    ['a form', 'dcim/devices/new'],
    ['the form of a cable', 'dcim/cables/new'],
    ['the import page', 'import'],
    ['the import of a dump', 'import?from=netbox'],
    ['the settings', 'settings'],
    ['the list of jobs', 'core/jobs'],
    ['a missing object', 'dcim/devices/999999'],
  ])('%s has no accessibility violation', (_, path) =>
    inVisit(async (here) => {
      await here.page.goto(stage.url + path);
      await here.page.waitForLoadState('networkidle');
      expect(await axe(here)).toEqual([]);
    }, theme),
  );
});
