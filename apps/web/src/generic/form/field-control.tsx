import { Suspense } from 'react';
import { type Control, useController } from 'react-hook-form';
import { capital } from '../../catalogue/catalogue.ts';
import { cx } from '../../ui/cx.ts';
import { StatusShape } from '../../ui/status.tsx';
import { widgetOf } from '../../widgets/registry.ts';
import { Dim } from '../../ui/text.tsx';
import type { Row } from '../../catalogue/types.ts';
import type { FormValue } from '../../widgets/widget.ts';
import css from './form.module.css';
import type { FormField, FormValues } from './values.ts';

const wideKinds = new Set(['longText', 'json', 'arc', 'arcs', 'anyObject']);

const noRow: Row = { id: '', number: null, display: null };

/** Id of a form field's control. */
export function controlId(name: string): string {
  return `field-${name.replace(/[^\w-]/g, '-')}`;
}

function FieldLabel({ item, id }: { item: FormField; id: string }) {
  const { field } = item;
  return (
    <label className={css.label} htmlFor={id}>
      {capital(field.label)}
      {field.required && field.kind !== 'bool' ? (
        <span className={css.needed} title="Needed" aria-hidden="true">
          *
        </span>
      ) : null}
    </label>
  );
}

function Refusal({ id, message }: { id: string; message: string | undefined }) {
  if (message === undefined) return null;
  return (
    <div className={css.error} id={`${id}-error`}>
      <StatusShape tone="bad" />
      {message}
    </div>
  );
}

/** A value that is shown among the inputs, as people may not change it here. */
function FixedValue({ item, value }: { item: FormField; value: FormValue }) {
  const { field } = item;
  const { Cell, toInput } = widgetOf(field.kind);
  const outcome = toInput(value, field);
  const stored = outcome.ok ? outcome.value : null;
  const isEmpty = stored === null || (Array.isArray(stored) && stored.length === 0);
  return (
    <div className={css.field}>
      <span className={css.label}>{capital(field.label)}</span>
      <div className={css.fixed}>
        {isEmpty ? <Dim>not set; not edited here</Dim> : <Cell field={field} value={stored} row={noRow} />}
      </div>
    </div>
  );
}

/** A labelled input with its help and its refusal. */
export function FieldControl({ item, control }: { item: FormField; control: Control<FormValues> }) {
  const { field, name } = item;
  const { field: bound, fieldState } = useController({ name, control });
  const { Input } = widgetOf(field.kind);
  const id = controlId(name);
  if (field.fixed) return <FixedValue item={item} value={bound.value ?? null} />;
  const message = fieldState.error?.message;
  const described = [field.help ? `${id}-help` : '', message ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <div className={cx(css.field, wideKinds.has(field.kind) && css.wide)}>
      <FieldLabel item={item} id={id} />
      <Suspense fallback={<div className={css.pending} />}>
        <Input
          {...{ field, id, onChange: bound.onChange, onBlur: bound.onBlur, invalid: message !== undefined }}
          value={bound.value ?? null}
          describedBy={described || undefined}
        />
      </Suspense>
      <Refusal id={id} message={message} />
      {field.help ? (
        <div className={css.help} id={`${id}-help`}>
          {field.help}
        </div>
      ) : null}
    </div>
  );
}
