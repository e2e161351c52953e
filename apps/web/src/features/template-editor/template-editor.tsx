import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { graphql } from '../../api/client.ts';
import type { Row, UiEntity } from '../../catalogue/types.ts';
import { usePageKeys } from '../../frame/keys.ts';
import { updateRequest } from '../../generic/query/documents.ts';
import { sendWrite } from '../../generic/write.ts';
import { Button, Key } from '../../ui/button.tsx';
import { notify } from '../../ui/toast.tsx';
import { useRested } from '../../ui/use-rested.ts';
import { CodeEditor } from '../code/code-editor.tsx';
import { completeFrom } from './completion.ts';
import { PreviewPanel } from './preview-panel.tsx';
import { problemsOf, usePreviews } from './previews.ts';
import { type ContractAnswer, contractOf, contractRequest } from './contract.ts';
import { type Validated, validateRequest } from './requests.ts';
import { type ChosenRows, SubjectPickers, useTried } from './subjects.tsx';
import { UsedTypes } from './used-types.tsx';
import css from './template-editor.module.css';

const REST_MS = 400;

function useContract() {
  const query = useQuery({
    queryKey: ['template-contract'],
    queryFn: async ({ signal }) => contractOf((await graphql<ContractAnswer>(contractRequest(), signal)).data),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return useMemo(() => completeFrom(query.data ?? { globals: {}, types: {}, filters: [], tests: [] }), [query.data]);
}

function useLint(source: string) {
  const query = useQuery({
    queryKey: ['template-lint', source],
    queryFn: async ({ signal }) => (await graphql<Validated>(validateRequest(source), signal)).data.templateValidate,
    placeholderData: (before) => before,
  });
  return { errors: query.data?.errors ?? [], usesTypes: query.data?.usesTypes ?? [] };
}

/** Saves the text of a template; tells whether it is stored. */
function useSaveText(entity: UiEntity, row: Row) {
  const client = useQueryClient();
  const [saving, setSaving] = useState(false);
  const save = async (text: string) => {
    setSaving(true);
    try {
      const input = { id: row.id, rowVersion: row.rowVersion, templateCode: text };
      const { userErrors } = await sendWrite(entity, 'Update', updateRequest(entity, [input]));
      if (userErrors[0]) return notify('Not saved', userErrors[0].message);
      notify(`Saved ${entity.label} ${row.display ?? ''}`);
      await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'catalogue' });
    } catch (error) {
      notify('Not saved', error instanceof Error ? error.message : String(error));
    } finally {
      setSaving(false);
    }
  };
  return { saving, save };
}

/** Saves with Ctrl+Enter or Ctrl+S; null keeps the browser's own dialog away and does nothing. */
function useSaveKey(save: (() => void) | null): void {
  usePageKeys((event) => {
    const isSave = (event.ctrlKey || event.metaKey) && (event.key === 'Enter' || event.key === 's');
    if (!isSave) return;
    event.preventDefault();
    save?.();
  });
}

/** The text of a template with live previews for chosen devices and virtual machines. */
export function TemplateEditor({ entity, row }: { entity: UiEntity; row: Row }) {
  const stored = String(row['templateCode'] ?? '');
  const [text, setText] = useState(stored);
  const [chosen, setChosen] = useState<ChosenRows>({});
  const source = useRested(text, REST_MS);
  const previews = usePreviews(row.id, source, useTried(chosen));
  const { errors: lint, usesTypes } = useLint(source);
  const complete = useContract();
  const { saving, save } = useSaveText(entity, row);
  const isChanged = text !== stored;
  useSaveKey(isChanged && !saving ? () => void save(text) : null);
  const problems = useMemo(() => problemsOf(String(row.display), lint, previews), [row.display, lint, previews]);
  return (
    <div className={css.page}>
      <div className={css.tools}>
        <SubjectPickers chosen={chosen} onChange={setChosen} />
        <span className={css.said} role="status">
          {previews.some(({ isPending }) => isPending) ? 'rendering' : isChanged ? 'not saved' : ''}
        </span>
        <Button tone="primary" disabled={!isChanged || saving} onClick={() => void save(text)}>
          Save <Key>Ctrl ↵</Key>
        </Button>
      </div>
      <UsedTypes entity={entity} types={usesTypes} />
      <div className={css.editor}>
        <CodeEditor
          key={row.id}
          label={`Text of ${row.display}`}
          initial={stored}
          onChange={setText}
          problems={problems}
          complete={complete}
        />
      </div>
      <PreviewPanel previews={previews} />
    </div>
  );
}
