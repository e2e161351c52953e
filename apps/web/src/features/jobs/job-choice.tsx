import { type Control, useController } from 'react-hook-form';
import { controlId } from '../../generic/form/field-control.tsx';
import type { FormValues } from '../../generic/form/values.ts';
import { Picker } from '../../ui/picker.tsx';
import { describedBy, Slot } from '../permissions/slot.tsx';
import { needsFile, useJobDefinitions } from './definitions.ts';

const help = 'What is started; its input follows below.';

/** Picks the job of a schedule or a rule among those that one may start. */
export function JobChoice({ control, name = 'job' }: { control: Control<FormValues>; name?: string }) {
  const { field, fieldState } = useController({ name, control });
  const { data = [] } = useJobDefinitions();
  const value = typeof field.value === 'string' ? field.value : '';
  const message = fieldState.error?.message;
  const options = data
    .filter((definition) => definition.mayStart && !needsFile(definition))
    .map((definition) => ({ value: definition.name, label: `${definition.label} (${definition.name})` }));
  const chosen = options.find((option) => option.value === value) ?? (value === '' ? null : { value, label: value });
  const about = data.find((definition) => definition.name === value);
  const inputs = about?.inputs.map((input) => input.name).join(', ');
  return (
    <Slot
      name={name}
      label="Job"
      required
      message={message}
      help={about ? `${about.description ?? ''} Input: ${inputs === '' ? 'none' : inputs}.`.trim() : help}
    >
      <Picker
        id={controlId(name)}
        label="Job"
        options={options}
        value={chosen}
        onChange={(option) => field.onChange(option?.value ?? '')}
        onBlur={field.onBlur}
        invalid={message !== undefined}
        describedBy={describedBy(name, message)}
      />
    </Slot>
  );
}
