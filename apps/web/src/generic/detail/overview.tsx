import { capital } from '../../catalogue/catalogue.ts';
import type { Row, UiEntity, UiField } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Card, Fact, Facts } from '../../ui/panel.tsx';
import { Mono } from '../../ui/text.tsx';
import { ago, localTime } from '../../ui/time.ts';
import css from './detail.module.css';
import { FieldFact, FieldFacts, splitFields } from './field-facts.tsx';
import { fieldGroups } from './groups.ts';
import { LatestChanges } from './history.tsx';

function When({ label, iso }: { label: string; iso: unknown }) {
  return typeof iso === 'string' ? (
    <Fact label={label}>
      <time dateTime={iso} title={localTime(iso)}>
        {ago(iso)}
      </time>
    </Fact>
  ) : null;
}

/** What names an object for tools: number, id, version and times. */
export function IdentityCard({ row }: { row: Row }) {
  return (
    <Card title="Identity" flush>
      <Facts>
        {row.number === null ? null : (
          <Fact label="Number">
            <Mono>#{row.number}</Mono>
            <CopyButton text={String(row.number)} label="number" />
          </Fact>
        )}
        <Fact label="Id">
          <Mono>{row.id.slice(0, 8)}…</Mono>
          <CopyButton text={row.id} label="id" />
        </Fact>
        <Fact label="Version">
          <Mono>{row.rowVersion}</Mono>
        </Fact>
        <When label="Created" iso={row['created']} />
        <When label="Last changed" iso={row['lastUpdated']} />
      </Facts>
    </Card>
  );
}

const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/** Whether a custom field is shown for a value. */
function isShown({ visible }: UiField, value: unknown): boolean {
  return visible === undefined || (visible === 'if-set' && !isNothing(value));
}

function CustomFacts({
  fields,
  row,
  values,
}: {
  fields: readonly UiField[];
  row: Row;
  values: Readonly<Record<string, unknown>>;
}) {
  const isSet = ({ name }: UiField) => !isNothing(values[name]);
  const empty = fields.filter((field) => !isSet(field));
  return (
    <>
      <Facts>
        {fields.filter(isSet).map((field) => (
          <FieldFact key={field.name} field={field} row={row} value={values[field.name]} />
        ))}
      </Facts>
      {empty.length > 0 ? <p className={css.notSet}>Not set: {empty.map(({ label }) => label).join(', ')}</p> : null}
    </>
  );
}

/** Values of the custom fields defined for an entity, a card a group; closed where the group says so. */
export function CustomFieldsCard({ entity, row }: { entity: UiEntity; row: Row }) {
  const { customGroups } = useCatalogue();
  const values = (row['customFields'] ?? {}) as Record<string, unknown>;
  const fields = (entity.custom ?? []).filter((field) => isShown(field, values[field.name]));
  return fieldGroups(fields).map(({ label, fields: members }) => {
    const group = customGroups.get(label);
    return (
      <Card key={label} title={capital(label)} folds={group?.isCollapsed} flush>
        {group?.description ? <p className={css.about}>{group.description}</p> : null}
        <CustomFacts fields={members} row={row} values={values} />
      </Card>
    );
  });
}

/** Grouped fields, a card a group; a group of which nothing is known has none. */
export function GroupCards({ entity, row, fields }: { entity: UiEntity; row: Row; fields: readonly UiField[] }) {
  return fieldGroups(fields)
    .filter((group) => splitFields(entity, row, group.fields).filled.length > 0)
    .map((group) => (
      <Card key={group.label} title={capital(group.label)} flush>
        <FieldFacts entity={entity} row={row} fields={group.fields} />
      </Card>
    ));
}

/** The first tab of any object: its fields by group, its latest changes, and its identity beside them. */
export function Overview({ entity, row }: { entity: UiEntity; row: Row }) {
  return (
    <div className={css.columns}>
      <div className={css.stack}>
        <div className={css.cards}>
          <GroupCards entity={entity} row={row} fields={entity.fields} />
        </div>
        <LatestChanges entity={entity} row={row} />
      </div>
      <div className={css.stack}>
        <CustomFieldsCard entity={entity} row={row} />
        <IdentityCard row={row} />
      </div>
    </div>
  );
}
