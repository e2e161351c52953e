import type { Model } from '../registry/model.ts';
import type { WriteAction } from './rights.ts';
import type { Run } from './run.ts';
import type { InputRow, Operation, SavedIds } from './work.ts';
import { createVerb, deleteVerb, updateVerb, writable } from './verbs.ts';
import { upsertVerb } from './upsert.ts';

interface Step {
  readonly model: Model;
  readonly action: Operation['action'];
  readonly operations: { readonly index: number; readonly operation: Operation }[];
}

/** Neighbours with the same type and action become one batch, so that statements don't grow with operations. */
const stepsOf = (run: Run, operations: readonly Operation[]): Step[] => {
  const steps: Step[] = [];
  operations.forEach((operation, index) => {
    const model = run.registry.find(operation.type) ?? run.registry.byType.get(operation.type);
    if (!model) {
      run.problems.push({
        path: `operations.${index}.type`,
        code: 'BAD_USER_INPUT',
        message: `There is no type "${operation.type}".`,
      });
      return;
    }
    const last = steps.at(-1);
    if (last?.model === model && last.action === operation.action) last.operations.push({ index, operation });
    else steps.push({ model, action: operation.action, operations: [{ index, operation }] });
  });
  return steps;
};

const inputOf = ({ input, id, ref }: Operation): InputRow => ({
  ...input,
  ...(id !== undefined && { id }),
  ...(ref !== undefined && { ref }),
});

const runStep = async (run: Run, { model, action, operations }: Step): Promise<SavedIds> => {
  const inputs = operations.map(({ operation }) => inputOf(operation));
  const path = (i: number) => `operations.${operations[i]?.index ?? 0}`;
  if (action === 'create') return createVerb(run, model.name, inputs, { path });
  if (action === 'update') return updateVerb(run, model.name, inputs, { path });
  if (action === 'upsert') return upsertVerb(run, model.name, inputs, { path });
  return deleteVerb(run, model.name, { ids: operations.map(({ operation }) => operation.id ?? '') }, path);
};

const nameRows = (run: Run, { model, operations }: Step, ids: SavedIds): void =>
  operations.forEach(({ operation }, i) => {
    const id = ids[i];
    if (operation.ref !== undefined && id) run.named.set(operation.ref, { model, id });
  });

const ACTIONS: Readonly<Record<Operation['action'], readonly WriteAction[]>> = {
  create: ['add'],
  update: ['change'],
  upsert: ['add', 'change'],
  delete: ['delete'],
};

/** Applies operations of mixed types in order, in one transaction; later ones refer to earlier rows by `{ ref }`. */
export const applyOperations = async (run: Run, operations: readonly Operation[]): Promise<SavedIds> => {
  const ids: (string | null)[] = operations.map(() => null);
  for (const step of stepsOf(run, operations)) {
    writable(run, step.model.name, ...ACTIONS[step.action]);
    const saved = await runStep(run, step);
    nameRows(run, step, saved);
    step.operations.forEach(({ index }, i) => (ids[index] = saved[i] ?? null));
  }
  return ids;
};
