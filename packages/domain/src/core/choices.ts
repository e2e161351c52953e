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

/** How the times of a schedule are given. */
export const jobScheduleKind = choiceSet(
  'core.jobScheduleKind',
  [
    ['cron', 'Times of day', 'blue'],
    ['interval', 'Interval', 'cyan'],
    ['once', 'Once', 'purple'],
  ],
  { closed: true },
);

/** What happens to a due time while the job of an earlier one has not ended. */
export const jobScheduleOverlap = choiceSet(
  'core.jobScheduleOverlap',
  [
    ['skip', 'Left out', 'orange'],
    ['queue', 'Waits its turn', 'green'],
  ],
  { closed: true },
);
