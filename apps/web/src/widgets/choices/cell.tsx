import { choiceOf } from '../choice/choices.ts';
import { ChoiceName } from '../choice/cell.tsx';
import type { CellProps } from '../widget.ts';

/** Chosen values by their labels. */
export function ChoicesCell({ field, value }: CellProps) {
  if (!Array.isArray(value)) return null;
  const chosen = value.flatMap((one) => choiceOf(field, one) ?? []);
  return (
    <span style={{ display: 'inline-flex', gap: 6, flexWrap: 'inherit' }}>
      {chosen.map((choice) => (
        <ChoiceName key={choice.value} choice={choice} />
      ))}
    </span>
  );
}
