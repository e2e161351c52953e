import type { UseFormReturn } from 'react-hook-form';
import type { UiEntity } from '../../catalogue/types.ts';
import { PredicateInput } from '../../features/permissions/predicate-input.tsx';
import { ActionsInput, FieldsInput, TypesInput } from '../../features/permissions/reach-inputs.tsx';
import css from '../../features/permissions/permissions.module.css';
import { CreatePage } from '../../generic/form/create.page.tsx';
import { EditPage } from '../../generic/form/edit.page.tsx';
import { FieldControl } from '../../generic/form/field-control.tsx';
import form from '../../generic/form/form.module.css';
import type { FormField, FormValues } from '../../generic/form/values.ts';
import { Card } from '../../ui/panel.tsx';

/** Fields that have controls of their own below. */
const ownControls = new Set(['objectTypes', 'actions', 'predicate', 'fields']);

const subjects = new Set(['users', 'groups', 'tokens']);

const passedOn = new Set(['parent', 'delegable']);

function Fields({ fields, control }: { fields: readonly FormField[]; control: UseFormReturn<FormValues>['control'] }) {
  return (
    <div className={form.fields}>
      {fields.map((item) => (
        <FieldControl key={item.name} item={item} control={control} />
      ))}
    </div>
  );
}

/** The sections of a permission: what it is, whom it reaches, how it is passed on, what it allows, on which rows. */
function PermissionBody({ hook, fields }: { hook: UseFormReturn<FormValues>; fields: readonly FormField[] }) {
  const { control, getValues } = hook;
  // Imported conditions are kept to be read; there is nothing to say in them of a permission that is made here.
  const isShown = ({ name }: FormField) => name !== 'constraints' || Boolean(getValues('constraints'));
  const isPlain = ({ name }: FormField) => !ownControls.has(name) && !subjects.has(name) && !passedOn.has(name);
  return (
    <>
      <Card title="Permission">
        <Fields fields={fields.filter((item) => isPlain(item) && isShown(item))} control={control} />
      </Card>
      <Card title="Whom it reaches">
        <Fields fields={fields.filter(({ name }) => subjects.has(name))} control={control} />
      </Card>
      <Card title="Passing on">
        <Fields fields={fields.filter(({ name }) => passedOn.has(name))} control={control} />
      </Card>
      <Card title="What it allows">
        <div className={css.stack}>
          <TypesInput control={control} />
          <ActionsInput control={control} />
          <FieldsInput control={control} />
        </div>
      </Card>
      <Card title="Which rows">
        <PredicateInput control={control} />
      </Card>
    </>
  );
}

const body = (hook: UseFormReturn<FormValues>, fields: readonly FormField[]) => (
  <PermissionBody hook={hook} fields={fields} />
);

/** Adds or edits a permission. */
export function PermissionForm({ entity, segment }: { entity: UiEntity; segment: string | null }) {
  return segment === null ? (
    <CreatePage entity={entity} body={body} />
  ) : (
    <EditPage entity={entity} segment={segment} body={body} />
  );
}
