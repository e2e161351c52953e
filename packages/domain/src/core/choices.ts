import { choiceSet } from '@plumbline/kit';

/** How far the last synchronization came. */
export const dataSourceStatus = choiceSet('core.dataSourceStatus', [
  ['new', 'New', 'blue'],
  ['queued', 'Queued', 'orange'],
  ['syncing', 'Syncing', 'cyan'],
  ['completed', 'Completed', 'green'],
  ['failed', 'Failed', 'red'],
]);

/** Minutes between two runs. */
export const jobInterval = choiceSet('core.jobInterval', [
  [1, 'Minutely'],
  [60, 'Hourly'],
  [720, '12 hours'],
  [1440, 'Daily'],
  [10080, 'Weekly'],
  [43200, '30 days'],
]);

/** Folder a file was kept in. */
export const managedFileRootPath = choiceSet(
  'core.managedFileRootPath',
  [
    ['scripts', 'Scripts'],
    ['reports', 'Reports'],
  ],
  { closed: true },
);
