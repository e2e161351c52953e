import { useState } from 'react';
import { capital } from '../../catalogue/catalogue.ts';
import type { Row } from '../../catalogue/types.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Table } from '../../ui/table.tsx';
import { widgetOf } from '../../widgets/registry.ts';
import type { ArcValue, FormValue } from '../../widgets/widget.ts';
import { valueText } from '../write.ts';
import type { Comparison, Conflict } from './conflict.ts';
import css from './form.module.css';

function shown(conflict: Conflict, value: FormValue): string {
  const { field } = conflict.item;
  if (field.kind === 'arc') return valueText((value as ArcValue | null)?.row);
  return widgetOf(field.kind).text(value, field) || 'empty';
}

function Line({
  conflict,
  theirs,
  onChoose,
}: {
  conflict: Conflict;
  theirs: boolean;
  onChoose: (theirs: boolean) => void;
}) {
  const label = capital(conflict.item.field.label);
  const choice = (side: 'yours' | 'theirs') => (
    <label>
      <input
        type="radio"
        name={`conflict-${conflict.item.name}`}
        checked={theirs === (side === 'theirs')}
        aria-label={`${label}: keep ${side}`}
        onChange={() => onChoose(side === 'theirs')}
      />
      {shown(conflict, side === 'theirs' ? conflict.theirs : conflict.mine)}
    </label>
  );
  return (
    <tr>
      <th scope="row">{label}</th>
      <td>{choice('yours')}</td>
      <td>{choice('theirs')}</td>
    </tr>
  );
}

function ConflictTable({
  conflicts,
  theirs,
  onChoose,
}: {
  conflicts: readonly Conflict[];
  theirs: ReadonlySet<string>;
  onChoose: (name: string, take: boolean) => void;
}) {
  if (conflicts.length === 0) return <p>Your fields and theirs do not overlap.</p>;
  return (
    <Table heads={['Field', 'Yours', 'Theirs']} className={css.conflict} isTall>
      {conflicts.map((conflict) => (
        <Line
          key={conflict.item.name}
          conflict={conflict}
          theirs={theirs.has(conflict.item.name)}
          onChoose={(take) => onChoose(conflict.item.name, take)}
        />
      ))}
    </Table>
  );
}

/** Somebody saved first: both values of each field, and which to keep. */
export function ConflictDialog({
  comparison,
  current,
  onMerge,
  onClose,
}: {
  comparison: Comparison;
  /** The row as it is stored now. */
  current: Row;
  onMerge: (takeTheirs: ReadonlySet<string>) => void;
  onClose: () => void;
}) {
  const [theirs, setTheirs] = useState<ReadonlySet<string>>(new Set());
  const { conflicts, onlyTheirs } = comparison;
  const choose = (name: string, take: boolean) =>
    setTheirs(new Set(take ? [...theirs, name] : [...theirs].filter((other) => other !== name)));
  const foot = (
    <>
      <Button onClick={onClose}>Back to the form</Button>
      <Button tone="primary" onClick={() => onMerge(theirs)}>
        Save the merged values
      </Button>
    </>
  );
  return (
    <Dialog open onClose={onClose} title="Somebody else saved first" width={680} foot={foot}>
      <div className={css.merge}>
        <p>The stored object is at version {current.rowVersion}. Nothing of yours is lost.</p>
        {conflicts.length > 0 ? <ConflictTable conflicts={conflicts} theirs={theirs} onChoose={choose} /> : null}
        {onlyTheirs.length > 0 ? (
          <p>Also changed, and kept: {onlyTheirs.map((item) => item.field.label).join(', ')}.</p>
        ) : null}
      </div>
    </Dialog>
  );
}
