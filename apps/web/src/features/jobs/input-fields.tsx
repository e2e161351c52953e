import { capital } from '../../catalogue/catalogue.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { Checkbox, Input, Select, TextArea } from '../../ui/input.tsx';
import shared from '../../ui/settings-page.module.css';
import account from '../account/account.module.css';
import type { InputValues, JobDefinition, JobInputField } from './definitions.ts';
import css from './jobs.module.css';

interface ControlProps {
  field: JobInputField;
  id: string;
  value: string;
  onChange: (value: string) => void;
  describedBy: string | undefined;
  invalid: boolean | undefined;
}

const none = { value: '', label: 'Not said' };

function Control({ field, id, value, onChange, describedBy, invalid }: ControlProps) {
  const catalogue = useCatalogue();
  const aria = { id, 'aria-describedby': describedBy, 'aria-invalid': invalid };
  const change = ({ target }: { target: { value: string } }) => onChange(target.value);
  if (field.kind === 'json' || field.kind === 'longText')
    return <TextArea {...aria} mono rows={4} value={value} onChange={change} spellCheck={false} />;
  if (field.kind !== 'choice' && field.kind !== 'type')
    return <Input {...aria} value={value} onChange={change} inputMode={field.kind === 'number' ? 'decimal' : 'text'} />;
  const options =
    field.kind === 'type'
      ? catalogue.entities.map(({ name, plural }) => ({ value: name, label: capital(plural) }))
      : (field.choices ?? []).map((choice) => ({ value: choice, label: choice }));
  return <Select {...aria} value={value} options={[none, ...options]} onChange={change} />;
}

function Labelled({
  field,
  value,
  problem,
  onChange,
}: {
  field: JobInputField;
  value: string | boolean;
  problem: string | undefined;
  onChange: (value: string | boolean) => void;
}) {
  const id = `job-input-${field.name}`;
  if (typeof value === 'boolean')
    return (
      <label className={account.check}>
        <Checkbox checked={value} onChange={({ target }) => onChange(target.checked)} />
        <span>
          {field.name}: {field.help}
        </span>
      </label>
    );
  return (
    <div className={account.field}>
      <label htmlFor={id}>
        {field.name}
        {field.required ? ' *' : ''}
      </label>
      <Control
        {...{ field, id, value, onChange }}
        describedBy={`${id}-help`}
        invalid={problem === undefined ? undefined : true}
      />
      <span className={problem ? shared.problem : shared.help} id={`${id}-help`} role={problem ? 'alert' : undefined}>
        {problem ?? field.help}
      </span>
    </div>
  );
}

/** The values that a job takes. */
export function InputFields({
  definition,
  values,
  problems,
  onChange,
}: {
  definition: JobDefinition;
  values: InputValues;
  problems: Readonly<Record<string, string>>;
  onChange: (values: InputValues) => void;
}) {
  return (
    <div className={css.form}>
      {definition.inputs.map((field) => (
        <Labelled
          key={field.name}
          field={field}
          value={values[field.name] ?? ''}
          problem={problems[field.name]}
          onChange={(value) => onChange({ ...values, [field.name]: value })}
        />
      ))}
    </div>
  );
}
