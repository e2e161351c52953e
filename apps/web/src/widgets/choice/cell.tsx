import { Status } from '../../ui/status.tsx';
import type { CellProps } from '../widget.ts';
import { choiceOf, isStatus } from './choices.ts';

/** A choice by its label; states get their shape. */
export function ChoiceCell({ field, value }: CellProps) {
  const choice = choiceOf(field, value);
  if (!choice) return null;
  return isStatus(field) ? (
    <Status value={String(choice.value)} label={choice.label.toLowerCase()} />
  ) : (
    <>{choice.label}</>
  );
}
