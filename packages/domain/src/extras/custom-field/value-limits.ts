import { BaseObject, decimal, json, ref, text } from '@plumbline/kit';
import type { CustomFieldChoiceSet } from './custom-field-choice-set.entity.ts';

/** What values of a custom field may be. */
export abstract class ValueLimits extends BaseObject {
  @json({ optional: true, group: 'Values', help: 'Value given to objects that have none' })
  default!: unknown;

  @ref('extras.CustomFieldChoiceSet', { optional: true, inverse: 'customFields', group: 'Values' })
  choiceSet!: CustomFieldChoiceSet | null;

  @text({ max: 100, optional: true, group: 'Values', help: 'Full type name of what object fields point at' })
  relatedObjectType!: string | null;

  @json({ optional: true, group: 'Values', help: 'Filter that related objects must match' })
  relatedObjectFilter!: unknown;

  @decimal({ digits: 16, scale: 4, optional: true, group: 'Values', label: 'minimum' })
  validationMinimum!: string | null;

  @decimal({ digits: 16, scale: 4, optional: true, group: 'Values', label: 'maximum' })
  validationMaximum!: string | null;

  @text({
    max: 500,
    optional: true,
    group: 'Values',
    label: 'pattern',
    help: 'RE2 expression that text must begin with',
  })
  validationRegex!: string | null;

  @json({ optional: true, group: 'Values', label: 'JSON schema' })
  validationSchema!: unknown;
}
