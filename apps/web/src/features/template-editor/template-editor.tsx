import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { graphql } from '../../api/client.ts';
import type { Row, UiEntity } from '../../catalogue/types.ts';
import { usePageKeys } from '../../frame/keys.ts';
import { updateRequest } from '../../generic/query/documents.ts';
import { sendWrite } from '../../generic/write.ts';
import { Button, Key } from '../../ui/button.tsx';
import { Alert } from '../../ui/panel.tsx';
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
  const save = async (text: string, rowVersion: unknown) => {
    setSaving(true);
    try {
      const input = { id: row.id, rowVersion, templateCode: text };
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

const textOf = (row: Row): string => String(row['templateCode'] ?? '');

/** The text as it is edited. It follows the stored one until something is typed; what others save then stays beside it. */
function useText(row: Row) {
  const [base, setBase] = useState(row);
  const [text, setText] = useState(textOf(row));
  const [opened, setOpened] = useState(0);
  const take = (): void => {
    setBase(row);
    if (text === textOf(row)) return;
    setText(textOf(row));
    setOpened(opened + 1);
  };
  const isLate = row.rowVersion !== base.rowVersion;
  if (isLate && (text === textOf(base) || text === textOf(row))) take();
  return { text, setText, isChanged: text !== textOf(base), isLate, take, version: base.rowVersion, opened };
}

function SaveButtons(props: { isLate: boolean; isOff: boolean; onTake: () => void; onSave: () => void }) {
  const { isLate, isOff, onTake, onSave } = props;
  return (
    <>
      {isLate ? <Button onClick={onTake}>Take theirs</Button> : null}
      <Button tone="primary" disabled={isOff} onClick={onSave}>
        {isLate ? 'Save mine over it' : 'Save'} <Key>Ctrl ↵</Key>
      </Button>
    </>
  );
}

/** The text of a template with live previews for chosen devices and virtual machines. */
export function TemplateEditor({ entity, row }: { entity: UiEntity; row: Row }) {
  const { text, setText, isChanged, isLate, take, version, opened } = useText(row);
  const [chosen, setChosen] = useState<ChosenRows>({});
  const source = useRested(text, REST_MS);
  const previews = usePreviews(row.id, source, useTried(chosen));
  const { errors: lint, usesTypes } = useLint(source);
  const complete = useContract();
  const { saving, save } = useSaveText(entity, row);
  const saveMine = () => void save(text, isLate ? row.rowVersion : version);
  useSaveKey(isChanged && !isLate && !saving ? saveMine : null);
  const problems = useMemo(() => problemsOf(String(row.display), lint, previews), [row.display, lint, previews]);
  return (
    <div className={css.page}>
      <div className={css.tools}>
        <SubjectPickers chosen={chosen} onChange={setChosen} />
        <span className={css.said} role="status">
          {previews.some(({ isPending }) => isPending) ? 'rendering' : isChanged ? 'not saved' : ''}
        </span>
        <SaveButtons isLate={isLate} isOff={!isChanged || saving} onTake={take} onSave={saveMine} />
      </div>
      {isLate ? <Alert>Somebody saved this template since you began to type. Your text is kept.</Alert> : null}
      <UsedTypes entity={entity} types={usesTypes} />
      <div className={css.editor}>
        <CodeEditor
          key={`${row.id} ${opened}`}
          label={`Text of ${row.display}`}
          initial={text}
          onChange={setText}
          problems={problems}
          complete={complete}
        />
      </div>
      <PreviewPanel previews={previews} />
    </div>
  );
}
