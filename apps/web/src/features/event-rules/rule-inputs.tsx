import { type Control, useWatch } from 'react-hook-form';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { FieldControl } from '../../generic/form/field-control.tsx';
import type { FormField, FormValues } from '../../generic/form/values.ts';
import { splitValues } from '../../widgets/text/filter.tsx';
import { JobChoice } from '../jobs/job-choice.tsx';
import { typeOption, typeOptions, type Verb } from '../permissions/reach.ts';
import { BoxesInput, FieldsOfTypesInput, ListInput, useChosenTypes } from '../permissions/reach-inputs.tsx';

interface InputProps {
  control: Control<FormValues>;
}

const objectEvents: readonly Verb[] = [
  { name: 'object_created', help: 'an object is made' },
  { name: 'object_updated', help: 'an object is changed' },
  { name: 'object_deleted', help: 'an object is deleted' },
];

const jobEvents: readonly Verb[] = [
  { name: 'job_started', help: 'a job begins to run' },
  { name: 'job_completed', help: 'a job is done' },
  { name: 'job_failed', help: 'a job was refused' },
  { name: 'job_errored', help: 'a job broke off' },
  { name: 'job_cancelled', help: 'a job was cancelled' },
];

const jobs = 'core.Job';

/** Events that objects of the types have, and those that are stored already. */
function eventsOf(types: readonly string[], stored: readonly string[]): readonly Verb[] {
  const hasJobs = types.includes(jobs);
  const hasObjects = types.length === 0 || types.some((name) => name !== jobs);
  return [
    ...objectEvents.filter(({ name }) => hasObjects || stored.includes(name)),
    ...jobEvents.filter(({ name }) => hasJobs || stored.includes(name)),
  ];
}

/** Which objects and which events a rule is about. */
export function OccasionInputs({ control }: InputProps) {
  const catalogue = useCatalogue();
  const types = useChosenTypes(control);
  const events = splitValues(String(useWatch({ name: 'eventTypes', control }) ?? ''));
  const names = types.map(({ name }) => name);
  return (
    <>
      <ListInput
        control={control}
        name="objectTypes"
        label="Types"
        help="Objects of these types set the rule off; jobs have events of their own."
        placeholder="Find types"
        options={typeOptions(catalogue).filter(({ value }) => !value.includes('*'))}
        optionOf={(value) => typeOption(catalogue, value)}
        required
      />
      <BoxesInput
        control={control}
        name="eventTypes"
        legend="Events"
        help="Bulk edits and imports count object by object."
        verbsOf={(stored) => eventsOf(names, stored)}
      />
      {events.includes('object_updated') ? (
        <FieldsOfTypesInput
          control={control}
          name="changedFields"
          label="Only when one of these changed"
          help="For updates. Empty: any field."
          placeholder="Any field"
        />
      ) : null}
    </>
  );
}

/** The kind of object that each action goes to. */
const armOf: Readonly<Record<string, string>> = {
  webhook: 'webhook',
  script: 'script',
  notification: 'notificationGroup',
};

const dataHelp: Readonly<Record<string, string>> = {
  webhook: 'Goes along as data of the call.',
  job: 'Input of the job; "$object", "$type", "$event" and "$changeSet" stand for what happened.',
};

/** What a rule does, to what, and what goes along. */
export function ActionInputs({ control, fields }: InputProps & { fields: readonly FormField[] }) {
  const action = String(useWatch({ name: 'actionType', control }) ?? '');
  const named = (name: string) => fields.find((item) => item.name === name);
  const [kind, target, input] = [named('actionType'), named('actionObject'), named('actionData')];
  const arms = target?.field.targets?.filter(({ arm }) => arm === armOf[action]);
  const help = dataHelp[action];
  return (
    <>
      {kind ? <FieldControl item={kind} control={control} /> : null}
      {target && arms && arms.length > 0 ? (
        <FieldControl
          key={action}
          item={{ ...target, field: { ...target.field, label: 'goes to', targets: arms } }}
          control={control}
        />
      ) : null}
      {action === 'job' ? <JobChoice control={control} name="jobName" /> : null}
      {input && help ? <FieldControl item={{ ...input, field: { ...input.field, help } }} control={control} /> : null}
    </>
  );
}
