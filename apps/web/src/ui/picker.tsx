import { Combobox } from '@base-ui/react/combobox';
import { Check, ChevronDown, Clock, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { buttonClass } from './button.tsx';
import { cx } from './cx.ts';
import floating from './floating.module.css';
import css from './input.module.css';

/** One thing a picker offers. */
export interface PickerOption {
  value: string;
  label: string;
  /** What tells it apart: site, rack, group. */
  context?: string | undefined;
  lead?: ReactNode;
  /** Used lately: stands first, with a mark. */
  isRecent?: boolean;
}

/** What every picker takes; `onSearch` makes it a server-side typeahead. */
interface PickerBase {
  id?: string;
  label: string;
  options: readonly PickerOption[];
  placeholder?: string | undefined;
  invalid?: boolean;
  describedBy?: string | undefined;
  disabled?: boolean;
  onSearch?: (text: string) => void;
  onBlur?: () => void;
  /** Shown above the options while they load, or when nothing matches. */
  note?: string | undefined;
}

function OptionList({ note }: { note?: string | undefined }) {
  return (
    <Combobox.Portal>
      <Combobox.Positioner className={floating.positioner ?? ''} sideOffset={4} align="start">
        <Combobox.Popup className={floating.pop ?? ''} style={{ minWidth: 'var(--anchor-width)' }}>
          <Combobox.Status className={note ? (floating.note ?? '') : ''}>{note}</Combobox.Status>
          <Combobox.Empty>{note ? null : <div className={floating.note}>Nothing matches.</div>}</Combobox.Empty>
          <Combobox.List>
            {(option: PickerOption) => (
              <Combobox.Item key={option.value} value={option} className={floating.item ?? ''}>
                <span className={floating.check}>
                  <Combobox.ItemIndicator>
                    <Check size={14} aria-hidden="true" />
                  </Combobox.ItemIndicator>
                </span>
                {option.lead}
                <span>{option.label}</span>
                {option.context || option.isRecent ? (
                  <span className={floating.hint}>
                    {option.context}
                    {option.isRecent ? <Clock size={12} aria-label="recent" style={{ marginLeft: 6 }} /> : null}
                  </span>
                ) : null}
              </Combobox.Item>
            )}
          </Combobox.List>
        </Combobox.Popup>
      </Combobox.Positioner>
    </Combobox.Portal>
  );
}

function inputProps(props: PickerBase) {
  return {
    className: css.bare ?? '',
    ...(props.id ? { id: props.id } : {}),
    'aria-label': props.id ? undefined : props.label,
    'aria-invalid': props.invalid || undefined,
    'aria-describedby': props.describedBy,
    placeholder: props.placeholder,
    onBlur: props.onBlur,
    autoComplete: 'off',
  };
}

const sameOption = (left: PickerOption, right: PickerOption) => left.value === right.value;
const labelOf = (option: PickerOption) => option.label;

/** Picks one option, by typing or from the list. */
export function Picker(
  props: PickerBase & { value: PickerOption | null; onChange: (value: PickerOption | null) => void },
) {
  const { value, onChange, options, onSearch, label } = props;
  const known = !value || options.some((option) => option.value === value.value);
  return (
    <Combobox.Root
      items={known ? options : [...options, value]}
      value={value}
      onValueChange={(next: PickerOption | null, { reason }) => {
        // Escape closes the list; it must not take what was chosen.
        if (reason !== 'escape-key') onChange(next);
      }}
      itemToStringLabel={labelOf}
      isItemEqualToValue={sameOption}
      disabled={props.disabled ?? false}
      {...(onSearch
        ? {
            filter: null,
            onInputValueChange: (text: string, details: { reason: string }) =>
              onSearch(details.reason === 'input-change' ? text : ''),
          }
        : {})}
    >
      <Combobox.InputGroup className={css.group ?? ''}>
        <Combobox.Input {...inputProps(props)} />
        {value ? (
          <Combobox.Clear aria-label={`Clear ${label}`} className={buttonClass('quiet', 'tiny')}>
            <X size={13} />
          </Combobox.Clear>
        ) : null}
        <Combobox.Trigger aria-label={`Show ${label}`} className={buttonClass('quiet', 'tiny')}>
          <ChevronDown size={13} />
        </Combobox.Trigger>
      </Combobox.InputGroup>
      <OptionList note={props.note} />
    </Combobox.Root>
  );
}

function Chosen({ option }: { option: PickerOption }) {
  return (
    <Combobox.Chip className={css.chip ?? ''}>
      {option.lead}
      {option.label}
      <Combobox.ChipRemove
        aria-label={`Remove ${option.label}`}
        className={cx(buttonClass('quiet', 'tiny'))}
        style={{ height: 20, width: 20 }}
      >
        <X size={12} />
      </Combobox.ChipRemove>
    </Combobox.Chip>
  );
}

/** Picks several options, shown as chips before the input. */
export function MultiPicker(
  props: PickerBase & {
    value: readonly PickerOption[];
    onChange: (value: PickerOption[]) => void;
  },
) {
  const { value, onChange, options, onSearch, label } = props;
  return (
    <Combobox.Root
      multiple
      items={options}
      value={[...value]}
      onValueChange={(next: PickerOption[], { reason }) => {
        // Escape closes the list; it must not take what was chosen.
        if (reason !== 'escape-key') onChange(next);
      }}
      itemToStringLabel={labelOf}
      isItemEqualToValue={sameOption}
      disabled={props.disabled ?? false}
      {...(onSearch ? { filter: null, onInputValueChange: (text: string) => onSearch(text) } : {})}
    >
      <Combobox.InputGroup className={css.group ?? ''}>
        <Combobox.Chips className={css.chips ?? ''} aria-label={`${label}: chosen`}>
          {value.map((option) => (
            <Chosen key={option.value} option={option} />
          ))}
          <Combobox.Input {...inputProps(props)} />
        </Combobox.Chips>
      </Combobox.InputGroup>
      <OptionList note={props.note} />
    </Combobox.Root>
  );
}
