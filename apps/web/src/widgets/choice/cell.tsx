import type { UiChoice } from '../../catalogue/types.ts';
import { Status } from '../../ui/status.tsx';
import { Chip } from '../../ui/text.tsx';
import type { CellProps } from '../widget.ts';
import { choiceOf, isStatus } from './choices.ts';
import { choiceHex } from './colors.ts';

/** A choice by its label, with an edge of its colour when it has one. */
export function ChoiceName({ choice }: { choice: UiChoice }) {
  const hex = choiceHex(choice.color);
  return hex ? <Chip hex={hex}>{choice.label}</Chip> : <>{choice.label}</>;
}

/** A choice by its label; states get their shape. */
export function ChoiceCell({ field, value }: CellProps) {
  const choice = choiceOf(field, value);
  if (!choice) return null;
  return isStatus(field) ? (
    <Status value={String(choice.value)} label={choice.label.toLowerCase()} />
  ) : (
    <ChoiceName choice={choice} />
  );
}
