import { choiceSet } from '@plumbline/kit';

/** Look of a link button. */
export const customLinkButtonClass = choiceSet('extras.customLinkButtonClass', [
  ['default', 'Default'],
  ['blue', 'Blue'],
  ['indigo', 'Indigo'],
  ['purple', 'Purple'],
  ['pink', 'Pink'],
  ['red', 'Red'],
  ['orange', 'Orange'],
  ['yellow', 'Yellow'],
  ['green', 'Green'],
  ['teal', 'Teal'],
  ['cyan', 'Cyan'],
  ['gray', 'Gray'],
  ['black', 'Black'],
  ['white', 'White'],
  ['ghost-dark', 'Link'],
]);

/** HTTP method of a call. */
export const webhookHttpMethod = choiceSet('extras.webhookHttpMethod', [
  ['GET', 'GET'],
  ['POST', 'POST'],
  ['PUT', 'PUT'],
  ['PATCH', 'PATCH'],
  ['DELETE', 'DELETE'],
]);

/** What an event sets off. */
export const eventRuleAction = choiceSet(
  'extras.eventRuleAction',
  [
    ['webhook', 'Webhook'],
    ['script', 'Script'],
    ['notification', 'Notification'],
    ['job', 'Job'],
  ],
  { closed: true },
);

/** Weight of a journal entry. */
export const journalEntryKind = choiceSet('extras.journalEntryKind', [
  ['info', 'Info', 'cyan'],
  ['success', 'Success', 'green'],
  ['warning', 'Warning', 'yellow'],
  ['danger', 'Danger', 'red'],
]);
