import type { UiChoice, UiField } from '../../catalogue/types.ts';

/** The choice with that value; a value outside the set stands for itself. */
export function choiceOf(field: UiField, value: unknown): UiChoice | null {
  if (value === null || value === undefined || value === '') return null;
  const found = field.choices?.find((choice) => String(choice.value) === String(value));
  return found ?? { value: String(value), label: String(value) };
}

/** Whether a choice field is a state, which is drawn as shape and word. */
export function isStatus(field: UiField): boolean {
  return field.name === 'status' || field.name === 'state';
}
