import type { UserError } from '../api/errors.ts';
import { useCatalogue } from '../catalogue/use-catalogue.ts';
import { cx } from '../ui/cx.ts';
import { Alert } from '../ui/panel.tsx';
import { Table } from '../ui/table.tsx';
import css from './changes.module.css';
import { type FieldChange, groupChanges, type ObjectChange, valueText } from './write.ts';

function Value({ value, side }: { value: unknown; side: 'before' | 'after' }) {
  const empty = value === null || value === undefined || value === '';
  const Tag = side === 'before' ? 'del' : 'ins';
  return <Tag className={empty ? css.none : css[side]}>{valueText(value)}</Tag>;
}

/** A field with the value it had and the one it gets. */
function BeforeAfter({ change }: { change: FieldChange }) {
  return (
    <>
      <Value value={change.before} side="before" />
      {' → '}
      <Value value={change.after} side="after" />
    </>
  );
}

/** Changes of a bulk edit, one line a field. */
export function ChangeTable({ changes, limit }: { changes: readonly ObjectChange[]; limit: number }) {
  const lines = changes.flatMap((change) => change.fields.map((field) => ({ change, field })));
  return (
    <Table heads={['Object', 'Field', 'Before → after']} isTall>
      {lines.slice(0, limit).map(({ change, field }, index) => (
        <tr key={`${change.id}${field.name}${index}`}>
          <td>{change.display ?? `#${change.number}`}</td>
          <td>{field.name}</td>
          <td>
            <BeforeAfter change={field} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

const actionWords: Readonly<Record<string, string>> = {
  create: 'created',
  update: 'changed',
  delete: 'deleted',
};

/** What was done to an object, in the past tense: `created`. */
export function actionWord(action: string): string {
  return actionWords[action.toLowerCase()] ?? action;
}

/** What a delete takes along, counted by type. */
export function ChangeCounts({ changes }: { changes: readonly ObjectChange[] }) {
  const catalogue = useCatalogue();
  return (
    <ul className={cx(css.list)}>
      {groupChanges(changes).map(({ type, action, count }) => {
        const entity = catalogue.byName.get(type) ?? catalogue.byType.get(type);
        const word = count === 1 ? (entity?.label ?? type) : (entity?.plural ?? type);
        return (
          <li key={type + action}>
            <span className={css.count}>{count.toLocaleString('en')}</span>
            <span>
              {word} {actionWord(action)}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** Every refusal of a write. */
export function Refusals({ errors }: { errors: readonly UserError[] }) {
  if (errors.length === 0) return null;
  return (
    <Alert>
      {errors.slice(0, 20).map((error, index) => (
        <div key={`${error.path}${index}`}>{error.message}</div>
      ))}
      {errors.length > 20 ? <div>and {errors.length - 20} more</div> : null}
    </Alert>
  );
}
