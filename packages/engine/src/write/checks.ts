import type { SaveDraft } from './draft.ts';
import { subject } from './input.ts';
import type { Run } from './run.ts';

const refuseRequired = (draft: SaveDraft): void => {
  for (const field of draft.layout.required) {
    if ((draft.values[field.key] ?? null) !== null || draft.broken.has(field.key)) continue;
    if (field.derived && draft.broken.size > 0) continue; // derives skip rows whose input could not be read
    if (draft.action === 'update' && !draft.changed(field.key)) continue;
    draft.refuse(field.key, 'REQUIRED', `${subject(field.key)} is required.`);
  }
};

const refuseImmutable = (draft: SaveDraft): void => {
  for (const field of draft.layout.fields)
    if (field.source.spec.immutable && draft.changed(field.key))
      draft.refuse(
        field.key,
        'IMMUTABLE',
        `${subject(field.key)} can't change once the ${draft.layout.model.label} exists.`,
      );
};

/** Field checks that need the whole row: what is required is there, what is fixed stays. */
export const checkFields = (run: Run, drafts: readonly SaveDraft[]): void => {
  for (const draft of drafts) {
    refuseRequired(draft);
    if (draft.action === 'update' && !run.trusted) refuseImmutable(draft);
  }
};
