import { Suspense } from 'react';
import { type Control, useController } from 'react-hook-form';
import { capital } from '../../catalogue/catalogue.ts';
import { cx } from '../../ui/cx.ts';
import { StatusShape } from '../../ui/status.tsx';
import { widgetOf } from '../../widgets/registry.ts';
import css from './form.module.css';
import type { FormField, FormValues } from './values.ts';

const wideKinds = new Set(['longText', 'json', 'arc']);

/** Id of a form field's control. */
export function controlId(name: string): string {
  return `field-${name.replace(/[^\w-]/g, '-')}`;
}

/** A labelled input with its help and its refusal. */
export function FieldControl({ item, control }: { item: FormField; control: Control<FormValues> }) {
  const { field, name } = item;
  const { field: bound, fieldState } = useController({ name, control });
  const { Input } = widgetOf(field.kind);
  const id = controlId(name);
  const message = fieldState.error?.message;
  const described = [field.help ? `${id}-help` : '', message ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <div className={cx(css.field, wideKinds.has(field.kind) && css.wide)}>
      <label className={css.label} htmlFor={id}>
        {capital(field.label)}
        {field.required && field.kind !== 'bool' ? (
          <span className={css.needed} title="Needed" aria-hidden="true">
            *
          </span>
        ) : null}
      </label>
      <Suspense fallback={<div className={css.pending} />}>
        <Input
          field={field}
          id={id}
          value={bound.value ?? null}
          onChange={bound.onChange}
          onBlur={bound.onBlur}
          invalid={message !== undefined}
          describedBy={described || undefined}
        />
      </Suspense>
      {message ? (
        <div className={css.error} id={`${id}-error`}>
          <StatusShape tone="bad" />
          {message}
        </div>
      ) : null}
      {field.help ? (
        <div className={css.help} id={`${id}-help`}>
          {field.help}
        </div>
      ) : null}
    </div>
  );
}
