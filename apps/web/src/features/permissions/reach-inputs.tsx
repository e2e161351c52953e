import { type Control, useController, useWatch } from 'react-hook-form';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { controlId } from '../../generic/form/field-control.tsx';
import form from '../../generic/form/form.module.css';
import type { FormValues } from '../../generic/form/values.ts';
import { Checkbox } from '../../ui/input.tsx';
import { MultiPicker, type PickerOption } from '../../ui/picker.tsx';
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

interface ListInputProps extends InputProps {
  name: string;
  label: string;
  help: string;
  /** What stands in the place of a choice while nothing is chosen. */
  placeholder: string;
  options: readonly PickerOption[];
  optionOf: (value: string) => PickerOption;
  required?: boolean;
}

/** Picks the values of a list that the form holds. */
export function ListInput({
  control,
  name,
  label,
  help,
  placeholder,
  options,
  optionOf,
  required = false,
}: ListInputProps) {
  const { list, change, onBlur, message } = useList(control, name);
  return (
    <Slot name={name} label={label} message={message} required={required} help={help}>
      <MultiPicker
        id={controlId(name)}
        label={label}
        placeholder={list.length > 0 ? undefined : placeholder}
        options={options}
        value={list.map(optionOf)}
        onChange={(next) => change(next.map(({ value }) => value))}
        onBlur={onBlur}
        invalid={message !== undefined}
        describedBy={describedBy(name, message)}
      />
    </Slot>
  );
}

/** What the permission is for: single types, parts of the product, or all. */
export function TypesInput({ control }: InputProps) {
  const catalogue = useCatalogue();
  return (
    <ListInput
      control={control}
      name="objectTypes"
      label="Types"
      help="A part of the product stands for all of its types."
      placeholder="Find types"
      options={typeOptions(catalogue)}
      optionOf={(value) => typeOption(catalogue, value)}
      required
    />
  );
}

/** One box for each verb; the first carries the id. */
export function VerbBoxes({
  verbs,
  chosen,
  id,
  onChange,
}: {
  verbs: readonly Verb[];
  chosen: readonly string[];
  id: string;
  onChange: (chosen: string[]) => void;
}) {
  const toggle = (verb: string, isOn: boolean) =>
    onChange(verbs.map(({ name }) => name).filter((one) => (one === verb ? isOn : chosen.includes(one))));
  return verbs.map(({ name, help }, at) => (
    <label key={name} className={css.verb}>
      <Checkbox
        {...(at === 0 ? { id } : {})}
        checked={chosen.includes(name)}
        onChange={({ target }) => toggle(name, target.checked)}
      />
      <span>
        <code>{name === '*' ? 'everything' : name}</code> <Dim>{help}</Dim>
      </span>
    </label>
  ));
}

interface BoxesProps extends InputProps {
  name: string;
  legend: string;
  help: string;
  /** What can be chosen, given what is chosen. */
  verbsOf: (chosen: readonly string[]) => readonly Verb[];
}

/** A list that the form holds, one box for each value. */
export function BoxesInput({ control, name, legend, help, verbsOf: offered }: BoxesProps) {
  const { list, change, message } = useList(control, name);
  return (
    <fieldset className={css.verbs} aria-describedby={describedBy(name, message)}>
      <legend className={form.label}>{legend}</legend>
      <VerbBoxes verbs={offered(list)} chosen={list} id={controlId(name)} onChange={change} />
      <p className={message ? form.error : form.help} id={`${controlId(name)}-${message ? 'error' : 'help'}`}>
        {message ?? help}
      </p>
    </fieldset>
  );
}

/** What may be done to the rows, one box a verb. */
export function ActionsInput({ control }: InputProps) {
  const types = useChosenTypes(control);
  return (
    <BoxesInput
      control={control}
      name="actions"
      legend="Actions"
      help="None of them implies another: without view, rows are not seen."
      verbsOf={(list) => verbsOf(types, list)}
    />
  );
}

/** Fields of the chosen types. */
export function FieldsOfTypesInput(props: Omit<ListInputProps, 'options' | 'optionOf'>) {
  return (
    <ListInput
      {...props}
      options={fieldOptions(useChosenTypes(props.control))}
      optionOf={(value) => ({ value, label: value })}
    />
  );
}

/** Fields that the permission is limited to; none for all. */
export function FieldsInput({ control }: InputProps) {
  return (
    <FieldsOfTypesInput
      control={control}
      name="fields"
      label="Fields"
      help="What may be changed by it; without a filter also all that may be seen. Empty: all fields."
      placeholder="All fields"
    />
  );
}
