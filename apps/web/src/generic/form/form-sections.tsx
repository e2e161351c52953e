import type { Control } from 'react-hook-form';
import { capital } from '../../catalogue/catalogue.ts';
import type { CustomFieldGroup } from '../../catalogue/custom-fields.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { Card } from '../../ui/panel.tsx';
import { type FieldGroup, fieldGroups } from '../detail/groups.ts';
import { FieldControl } from './field-control.tsx';
import css from './form.module.css';
import type { FormField, FormValues } from './values.ts';

interface Section extends FieldGroup {
  group?: CustomFieldGroup | undefined;
}

/** A group that starts closed opens when it holds something that is needed. */
function foldsOf(section: Section): boolean | undefined {
  if (!section.group?.isCollapsed) return undefined;
  return !section.fields.some(({ required }) => required);
}

/** The sections of a generated form, one a group of fields. */
export function FormSections({ fields, control }: { fields: readonly FormField[]; control: Control<FormValues> }) {
  const own = fields.filter((item) => !item.custom);
  const custom = fields.filter((item) => item.custom);
  const { customGroups } = useCatalogue();
  const sections: Section[] = [
    ...fieldGroups(own.map((item) => item.field)),
    ...fieldGroups(custom.map((item) => item.field)).map((section) => ({
      ...section,
      group: customGroups.get(section.label),
    })),
  ];
  const itemOf = new Map(fields.map((item) => [item.field, item]));
  return sections.map((section, index) => (
    <Card key={`${section.label}${index}`} title={capital(section.label)} folds={foldsOf(section)}>
      {section.group?.description ? <p className={css.about}>{section.group.description}</p> : null}
      <div className={css.fields}>
        {section.fields.map((field) => {
          const item = itemOf.get(field);
          return item ? <FieldControl key={item.name} item={item} control={control} /> : null;
        })}
      </div>
    </Card>
  ));
}
