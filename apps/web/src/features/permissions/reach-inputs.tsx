import { type Control, useController, useWatch } from 'react-hook-form';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { controlId } from '../../generic/form/field-control.tsx';
import form from '../../generic/form/form.module.css';
import type { FormValues } from '../../generic/form/values.ts';
import { Checkbox } from '../../ui/input.tsx';
import { MultiPicker } from '../../ui/picker.tsx';
import { Dim } from '../../ui/text.tsx';
import { splitValues } from '../../widgets/text/filter.tsx';
import css from './permissions.module.css';
import { fieldOptions, typeOption, typeOptions, typesNamed, type Verb, verbsOf } from './reach.ts';
import { describedBy, Slot } from './slot.tsx';

interface InputProps {
  control: Control<FormValues>;
}

/** A list that the form holds as text with commas. */
function useList(control: Control<FormValues>, name: string) {
  const { field, fieldState } = useController({ name, control });
  const list = splitValues(typeof field.value === 'string' ? field.value : '');
  const change = (next: readonly string[]) => field.onChange(next.join(', '));
  return { list, change, onBlur: field.onBlur, message: fieldState.error?.message };
}

/** The types that the form names now. */
export function useChosenTypes(control: Control<FormValues>) {
  const catalogue = useCatalogue();
  const value = useWatch({ name: 'objectTypes', control });
  return typesNamed(catalogue, splitValues(typeof value === 'string' ? value : ''));
}

/** What the permission is for: single types, parts of the product, or all. */
export function TypesInput({ control }: InputProps) {
  const catalogue = useCatalogue();
  const name = 'objectTypes';
  const { list, change, onBlur, message } = useList(control, name);
  return (
    <Slot
      name={name}
      label="Types"
      message={message}
      required
      help="A part of the product stands for all of its types."
    >
      <MultiPicker
        id={controlId(name)}
        label="Types"
        placeholder={list.length > 0 ? undefined : 'Find types'}
        options={typeOptions(catalogue)}
        value={list.map((one) => typeOption(catalogue, one))}
        onChange={(next) => change(next.map(({ value }) => value))}
        onBlur={onBlur}
        invalid={message !== undefined}
        describedBy={describedBy(name, message)}
      />
    </Slot>
  );
}

function VerbLine({
  verb,
  id,
  ...rest
}: {
  verb: Verb;
  id?: string;
  checked: boolean;
  onChange: (is: boolean) => void;
}) {
  return (
    <label className={css.verb}>
      <Checkbox
        {...(id ? { id } : {})}
        checked={rest.checked}
        onChange={({ target }) => rest.onChange(target.checked)}
      />
      <span>
        <code>{verb.name === '*' ? 'everything' : verb.name}</code> <Dim>{verb.help}</Dim>
      </span>
    </label>
  );
}

/** What may be done to the rows, one box a verb. */
export function ActionsInput({ control }: InputProps) {
  const name = 'actions';
  const types = useChosenTypes(control);
  const { list, change, message } = useList(control, name);
  const verbs = verbsOf(types, list);
  const toggle = (verb: string, isOn: boolean) =>
    change(verbs.map((one) => one.name).filter((one) => (one === verb ? isOn : list.includes(one))));
  return (
    <fieldset className={css.verbs} aria-describedby={describedBy(name, message)}>
      <legend className={form.label}>Actions</legend>
      {verbs.map((verb, at) => (
        <VerbLine
          key={verb.name}
          verb={verb}
          {...(at === 0 ? { id: controlId(name) } : {})}
          checked={list.includes(verb.name)}
          onChange={(isOn) => toggle(verb.name, isOn)}
        />
      ))}
      <p className={message ? form.error : form.help} id={`${controlId(name)}-${message ? 'error' : 'help'}`}>
        {message ?? 'None of them implies another: without view, rows are not seen.'}
      </p>
    </fieldset>
  );
}

/** Fields that the permission is limited to; none for all. */
export function FieldsInput({ control }: InputProps) {
  const name = 'fields';
  const types = useChosenTypes(control);
  const { list, change, onBlur, message } = useList(control, name);
  return (
    <Slot
      name={name}
      label="Fields"
      message={message}
      help="What may be changed by it; without a filter also all that may be seen. Empty: all fields."
    >
      <MultiPicker
        id={controlId(name)}
        label="Fields"
        placeholder={list.length > 0 ? undefined : 'All fields'}
        options={fieldOptions(types)}
        value={list.map((one) => ({ value: one, label: one }))}
        onChange={(next) => change(next.map(({ value }) => value))}
        onBlur={onBlur}
        invalid={message !== undefined}
        describedBy={describedBy(name, message)}
      />
    </Slot>
  );
}
