import type { RefValue } from '../../catalogue/types.ts';
import { lazyPart } from '../../ui/lazy-part.ts';
import { choiceOf } from '../choice/choices.ts';
import { refsOf } from '../refs/cell.tsx';
import { textListWidget } from '../text-list/index.ts';
import { accepted, type Widget } from '../widget.ts';
import { ChoicesCell } from './cell.tsx';

/** Several values of a set. The form holds each as a row whose id is the value, since values may hold commas. */
export const choicesWidget: Widget = {
  ...textListWidget,
  Cell: ChoicesCell,
  Input: lazyPart(async () => (await import('./input.tsx')).ChoicesInput),
  text: (value, field) =>
    Array.isArray(value) ? value.map((one) => choiceOf(field, one)?.label ?? String(one)).join(', ') : '',
  toForm: (value) =>
    Array.isArray(value) ? value.map((one): RefValue => ({ id: String(one), number: null, display: null })) : [],
  toInput: (value) => accepted(refsOf(value).map(({ id }) => id)),
};
