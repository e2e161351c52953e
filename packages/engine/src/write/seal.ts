import type { PlainSecret } from '../secrets/vault.ts';
import { isReference } from '../secrets/reference.ts';
import { SECRET_MASK, secretContext } from '../secrets/sealer.ts';
import type { SaveDraft } from './draft.ts';
import type { Layout } from './layout.ts';
import type { Run } from './run.ts';

/** Texts of secret columns by field key, a text for each draft: sealed bytes, '' to leave what is stored, null for none. */
export type SealedTexts = ReadonlyMap<string, readonly (string | null)[]>;

const newSecret = (run: Run, draft: SaveDraft, key: string): PlainSecret | null => {
  const value = draft.values[key];
  if (value === SECRET_MASK || (typeof value !== 'string' && !isReference(value))) return null;
  return { value, context: secretContext(run.actor.organizationId, draft.layout.model.name, draft.id, key) };
};

/** Seals the new secrets of the drafts; asks for the key in one statement, and for none where no secret is new. */
export const sealedTexts = async (run: Run, layout: Layout, drafts: readonly SaveDraft[]): Promise<SealedTexts> => {
  const fields = layout.fields.filter(({ secret }) => secret);
  const plain = fields.map(({ key }) => drafts.map((draft) => newSecret(run, draft, key)));
  const asked = plain.flat().filter((secret) => secret !== null);
  const { vault } = run.engine;
  const sealed = (await vault.seal(run.db.query, run.actor.organizationId, asked)).values();
  const textOf = (draft: SaveDraft, key: string, secret: PlainSecret | null): string | null => {
    if (secret === null) return draft.values[key] === SECRET_MASK ? '' : null;
    return `\\x${sealed.next().value?.toString('hex') ?? ''}`;
  };
  return new Map(
    fields.map(({ key }, i) => [key, drafts.map((draft, at) => textOf(draft, key, plain[i]?.[at] ?? null))]),
  );
};
