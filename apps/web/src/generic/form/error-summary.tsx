import type { UserError } from '../../api/errors.ts';
import { capital } from '../../catalogue/catalogue.ts';
import { LinkButton } from '../../ui/button.tsx';
import { Alert } from '../../ui/panel.tsx';
import { controlId } from './field-control.tsx';
import css from './form.module.css';
import type { FormField } from './values.ts';

/** Moves the keyboard to a field of the form. */
export function focusField(name: string): void {
  document.getElementById(controlId(name))?.focus();
}

/** Every refusal in one place, each a way to its field. */
export function ErrorSummary({
  fields,
  byName,
  general,
}: {
  fields: readonly FormField[];
  byName: Readonly<Record<string, string>>;
  general: readonly UserError[];
}) {
  const named = fields.filter((item) => byName[item.name]);
  if (named.length === 0 && general.length === 0) return null;
  return (
    <Alert>
      <strong>Not saved.</strong>
      <div className={css.summary}>
        {general.map((error, index) => (
          <div key={index}>{error.message}</div>
        ))}
        {named.map((item) => (
          <LinkButton key={item.name} onClick={() => focusField(item.name)}>
            {capital(item.field.label)}: {byName[item.name]}
          </LinkButton>
        ))}
      </div>
    </Alert>
  );
}
