import { Link } from '@tanstack/react-router';
import { capital } from '../../catalogue/catalogue.ts';
import { objectName, objectPath } from '../../catalogue/object-link.tsx';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { actionWord } from '../../generic/change-view.tsx';
import { textClass } from '../../ui/text.tsx';
import { ago, localTime } from '../../ui/time.ts';
import { FieldDiffs } from './diff.tsx';
import css from './history.module.css';
import { type ChangeRecord, fieldsOf, sourceWord } from './records.ts';
import { UndoButton } from './undo-button.tsx';

/** The object a record is about, as a link while there may be one. */
export function RecordedObject({ record }: { record: ChangeRecord }) {
  const entity = useCatalogue().byName.get(record.objectType);
  const name = objectName({ number: record.objectNumber, display: record.objectDisplay });
  if (!entity) return `${record.objectType} ${name}`;
  const row = { id: record.objectId, number: record.objectNumber };
  return (
    <>
      {capital(entity.label)}{' '}
      {record.action === 'delete' ? (
        name
      ) : (
        <Link to={objectPath(entity, row)} className={textClass.link}>
          {name}
        </Link>
      )}
    </>
  );
}

function When({ record }: { record: ChangeRecord }) {
  return (
    <div className={css.quiet}>
      {record.actorName ?? 'system'} ·{' '}
      <time dateTime={record.changedAt} title={localTime(record.changedAt)}>
        {ago(record.changedAt)}
      </time>
      {record.source === 'api' ? null : <div>{sourceWord(record.source)}</div>}
    </div>
  );
}

/** Whole objects fold: what was made or went is rarely read field by field. */
function Fields({ record }: { record: ChangeRecord }) {
  const entity = useCatalogue().byName.get(record.objectType);
  const fields = fieldsOf(record);
  const diffs = <FieldDiffs entity={entity} fields={fields} />;
  if (record.action === 'update' || fields.length === 0) return diffs;
  return (
    <details>
      <summary>{fields.length === 1 ? 'One value' : `${fields.length} values`}</summary>
      {diffs}
    </details>
  );
}

/** One change: what was done, by whom and when, and each field with sign and colour. */
export function RecordItem({ record, withObject = false }: { record: ChangeRecord; withObject?: boolean }) {
  const { changeSet } = record;
  return (
    <li className={css.item}>
      <div>
        <div>
          {withObject ? <RecordedObject record={record} /> : null}{' '}
          {withObject ? actionWord(record.action) : capital(actionWord(record.action))}
        </div>
        {withObject ? null : <When record={record} />}
        {!withObject && changeSet?.reason ? <div>“{changeSet.reason}”</div> : null}
        {withObject && record.source === 'cascade' ? <div className={css.quiet}>{sourceWord('cascade')}</div> : null}
      </div>
      <Fields record={record} />
      {withObject || !changeSet ? null : (
        <div className={css.actions}>
          <Link to={`/core/change-sets/${changeSet.number}`} className={textClass.link}>
            Change set
          </Link>
          {record.action === 'reveal' ? null : (
            <UndoButton
              target={{ verb: 'changeSetRevert', id: changeSet.id }}
              title={`Undo change set #${changeSet.number}`}
              isTiny
            />
          )}
        </div>
      )}
    </li>
  );
}
