import { useEffect } from 'react';
import { type UseFormReturn, useWatch } from 'react-hook-form';
import type { UiEntity } from '../../catalogue/types.ts';
import { ActionInputs, OccasionInputs } from '../../features/event-rules/rule-inputs.tsx';
import { FilterControl } from '../../features/permissions/predicate-input.tsx';
import css from '../../features/permissions/permissions.module.css';
import { CreatePage } from '../../generic/form/create.page.tsx';
import { EditPage } from '../../generic/form/edit.page.tsx';
import { FieldControl } from '../../generic/form/field-control.tsx';
import form from '../../generic/form/form.module.css';
import { FormSections } from '../../generic/form/form-sections.tsx';
import type { FormField, FormValues } from '../../generic/form/values.ts';
import { Card } from '../../ui/panel.tsx';
import type { ArcValue } from '../../widgets/widget.ts';

const first = ['name', 'enabled', 'description'];

/** Fields that have controls of their own. */
const placed = new Set([
  ...first,
  'objectTypes',
  'eventTypes',
  'changedFields',
  'filter',
  'filterBefore',
  'conditions',
  'actionType',
  'actionObject',
  'jobName',
  'actionData',
]);

const arms: Readonly<Record<string, string>> = { notificationGroup: 'notification' };

/** What another action went to does not go along with this one. */
function useOneTarget({ control, getValues, setValue }: UseFormReturn<FormValues>): void {
  const action = String(useWatch({ name: 'actionType', control }) ?? '');
  useEffect(() => {
    const target = getValues('actionObject') as ArcValue | null | undefined;
    if (target && (arms[target.arm] ?? target.arm) !== action) setValue('actionObject', null);
    if (action !== 'job' && getValues('jobName')) setValue('jobName', '');
  }, [action, getValues, setValue]);
}

/** Which objects: as they are afterwards, and as they were. */
function Filters({ control }: Pick<UseFormReturn<FormValues>, 'control'>) {
  return (
    <>
      <Card title="Which objects, as they are afterwards">
        <FilterControl
          control={control}
          name="filter"
          label="As JSON"
          help="Empty: every object. Of a deleted one it is the last state that counts."
        />
      </Card>
      <Card title="Which objects, as they were before">
        <FilterControl
          control={control}
          name="filterBefore"
          label="As JSON"
          help="Empty: whatever it was. “Became active” is: status is active afterwards, and is not active before."
        />
      </Card>
    </>
  );
}

/** The sections of a rule: what it is called, when it acts, on which objects, and what it does. */
function RuleBody({ hook, fields }: { hook: UseFormReturn<FormValues>; fields: readonly FormField[] }) {
  const { control, getValues } = hook;
  useOneTarget(hook);
  const imported = fields.filter(({ name }) => name === 'conditions' && Boolean(getValues('conditions')));
  const named = fields.filter(({ name }) => first.includes(name));
  return (
    <>
      <Card title="Rule">
        <div className={form.fields}>
          {named.map((item) => (
            <FieldControl key={item.name} item={item} control={control} />
          ))}
        </div>
      </Card>
      <Card title="When">
        <div className={css.stack}>
          <OccasionInputs control={control} />
        </div>
      </Card>
      <Filters control={control} />
      <Card title="What happens">
        <div className={form.fields}>
          <ActionInputs control={control} fields={fields} />
        </div>
      </Card>
      <FormSections fields={[...imported, ...fields.filter(({ name }) => !placed.has(name))]} control={control} />
    </>
  );
}

const body = (hook: UseFormReturn<FormValues>, fields: readonly FormField[]) => (
  <RuleBody hook={hook} fields={fields} />
);

/** Adds or edits an event rule. */
export function EventRuleForm({ entity, segment }: { entity: UiEntity; segment: string | null }) {
  return segment === null ? (
    <CreatePage entity={entity} body={body} />
  ) : (
    <EditPage entity={entity} segment={segment} body={body} />
  );
}
