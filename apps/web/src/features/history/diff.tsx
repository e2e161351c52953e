import { createContext, useContext } from 'react';
import { capital, fieldOf } from '../../catalogue/catalogue.ts';
import { ObjectLink, objectName } from '../../catalogue/object-link.tsx';
import type { UiEntity, UiField } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { useNamedObjects } from '../../generic/named-objects.ts';
import { type FieldChange, valueText } from '../../generic/write.ts';
import { cx } from '../../ui/cx.ts';
import css from './history.module.css';

const customStart = 'customFields.';

/** A field of a change as the catalogue knows it: one of the type, or one that an administrator added. */
export function changedField(entity: UiEntity, name: string): UiField | undefined {
  if (!name.startsWith(customStart)) return fieldOf(entity, name);
  return entity.custom?.find((field) => field.name === name.slice(customStart.length));
}

/** What a recorded field is called. */
export function changedLabel(entity: UiEntity, name: string): string {
  const known = changedField(entity, name)?.label;
  return capital(known ?? name.replace(customStart, '').replaceAll('_', ' '));
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Objects that a value names, by id. */
function idsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(idsOf);
  if (typeof value === 'string') return uuid.test(value) ? [value] : [];
  return typeof value === 'object' && value !== null && 'id' in value ? idsOf(value.id) : [];
}

function targetOf(field: UiField, value: unknown): string | undefined {
  if (field.target) return field.target;
  const arm = typeof value === 'object' && value !== null && 'arm' in value ? value.arm : null;
  return field.targets?.find((candidate) => candidate.arm === arm)?.target;
}

/** Names of objects by id, where they are known without asking. */
export const KnownNames = createContext<ReadonlyMap<string, string>>(new Map());

function Objects({ target, ids }: { target: string; ids: readonly string[] }) {
  const entity = useCatalogue().byName.get(target);
  const known = useContext(KnownNames);
  const named = useNamedObjects(target, ids);
  return named.map(({ id, row }, at) => (
    <span key={id}>
      {at > 0 ? ', ' : ''}
      {row && entity ? (
        <ObjectLink entity={entity} row={row}>
          {objectName(row)}
        </ObjectLink>
      ) : row === undefined ? (
        '…'
      ) : (
        (known.get(id) ?? 'an object that is gone')
      )}
    </span>
  ));
}

function choiceText(field: UiField, value: unknown): string {
  const list = Array.isArray(value) ? value : [value];
  return list.map((one) => field.choices?.find((choice) => choice.value === one)?.label ?? valueText(one)).join(', ');
}

function plainText(field: UiField | undefined, value: unknown): string {
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (field?.choices) return choiceText(field, value);
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) return value.join(', ');
  return valueText(value) + (field?.unit && typeof value === 'number' ? ` ${field.unit}` : '');
}

function Value({ field, value }: { field: UiField | undefined; value: unknown }) {
  const target = field ? targetOf(field, value) : undefined;
  const ids = idsOf(value);
  return target && ids.length > 0 ? <Objects target={target} ids={ids} /> : plainText(field, value);
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

/** One side of a change: a sign and a colour, and a word for those who see neither. */
function Side({ side, field, value }: { side: 'before' | 'after'; field: UiField | undefined; value: unknown }) {
  const Tag = side === 'before' ? 'del' : 'ins';
  return (
    <Tag className={cx(css.side, css[side])}>
      <span className={css.sign} aria-hidden="true">
        {side === 'before' ? '−' : '+'}
      </span>
      <span>
        <Value field={field} value={value} />
      </span>
    </Tag>
  );
}

function membersOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A change of one field: what went and what came; of lists only the members that did. */
export function FieldDiff({ entity, change }: { entity: UiEntity | undefined; change: FieldChange }) {
  const field = entity ? changedField(entity, change.name) : undefined;
  const isList = Array.isArray(change.before) || Array.isArray(change.after);
  const [old, now] = [membersOf(change.before), membersOf(change.after)];
  const before = isList ? old.filter((one) => !now.includes(one)) : change.before;
  const after = isList ? now.filter((one) => !old.includes(one)) : change.after;
  if (isEmpty(before) && isEmpty(after)) return <span className={css.quiet}>put in another order</span>;
  return (
    <span className={css.diff}>
      {isEmpty(before) ? null : <Side side="before" field={field} value={before} />}
      {isEmpty(after) ? null : <Side side="after" field={field} value={after} />}
    </span>
  );
}

/** Changes of the fields of one object, a line each. */
export function FieldDiffs({ entity, fields }: { entity: UiEntity | undefined; fields: readonly FieldChange[] }) {
  return (
    <dl className={css.fields}>
      {fields.map((change) => (
        <div key={change.name}>
          <dt>{entity ? changedLabel(entity, change.name) : change.name}</dt>
          <dd>
            <FieldDiff entity={entity} change={change} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
