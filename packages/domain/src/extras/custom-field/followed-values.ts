import type { FieldHolders, Row } from '@plumbline/engine';

/** What became of a custom field: it is gone, has another name, or comes with a value for those who lack one. */
export interface FieldStep {
  readonly gone?: string;
  readonly renamed?: { readonly from: string; readonly to: string };
  readonly filled?: readonly [field: string, value: unknown];
}

/** Whose values follow, and how. */
export interface Followed extends FieldHolders {
  readonly valuesAfter: (row: Row) => Row;
}

/** What steps mean for the objects of a type; fields may exchange their names. */
export const followed = (steps: readonly FieldStep[]): Followed => {
  const gone = new Set(steps.flatMap((step) => step.gone ?? []));
  const names = new Map(steps.flatMap(({ renamed }) => (renamed ? [[renamed.from, renamed.to]] : [])));
  const filled = Object.fromEntries(steps.flatMap((step) => (step.filled ? [step.filled] : [])));
  const valuesAfter = (row: Row): Row => {
    const held = Object.entries((row['customFields'] ?? {}) as Row); // json field that holds an object
    const kept = held.filter(([name]) => !gone.has(name)).map(([name, value]) => [names.get(name) ?? name, value]);
    return { ...filled, ...Object.fromEntries(kept) };
  };
  return { holding: [...gone, ...names.keys()], lacking: Object.keys(filled), valuesAfter };
};
