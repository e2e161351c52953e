import type { Control } from 'react-hook-form';
import { capital } from '../../catalogue/catalogue.ts';
import { Card } from '../../ui/panel.tsx';
import { fieldGroups } from '../detail/groups.ts';
import { FieldControl } from './field-control.tsx';
import css from './form.module.css';
import type { FormField, FormValues } from './values.ts';

/** The sections of a generated form, one a group of fields. */
export function FormSections({ fields, control }: { fields: readonly FormField[]; control: Control<FormValues> }) {
  const own = fields.filter((item) => !item.custom);
  const custom = fields.filter((item) => item.custom);
  const sections = [...fieldGroups(own.map((item) => item.field)), ...fieldGroups(custom.map((item) => item.field))];
  const itemOf = new Map(fields.map((item) => [item.field, item]));
  return sections.map((section, index) => (
    <Card key={`${section.label}${index}`} title={capital(section.label)}>
      <div className={css.fields}>
        {section.fields.map((field) => {
          const item = itemOf.get(field);
          return item ? <FieldControl key={item.name} item={item} control={control} /> : null;
        })}
      </div>
    </Card>
  ));
}
