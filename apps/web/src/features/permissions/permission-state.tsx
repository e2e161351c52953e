import type { Row } from '../../catalogue/types.ts';
import { refsOf } from '../../widgets/refs/cell.tsx';
import { Alert } from '../../ui/panel.tsx';
import css from './permissions.module.css';

/** Why a permission grants nothing now, in sentences; empty when it grants something. */
export function idleReasons(row: Row): string[] {
  const reaches = ['users', 'groups', 'tokens'].some((name) => refsOf(row[name]).length > 0);
  const problem = row['problem'];
  return [
    ...(row['enabled'] === false ? ['It is switched off.'] : []),
    ...(typeof problem === 'string' && problem !== ''
      ? [`Its imported conditions have no counterpart: ${problem}`]
      : []),
    ...(reaches ? [] : ['It names no user, no group and no token.']),
  ];
}

/** Says why a permission grants nothing, above its facts. */
export function IdleNote({ row }: { row: Row }) {
  const reasons = idleReasons(row);
  if (reasons.length === 0) return null;
  return (
    <Alert>
      <strong>This permission grants nothing.</strong>
      <ul className={css.reasons}>
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </Alert>
  );
}
