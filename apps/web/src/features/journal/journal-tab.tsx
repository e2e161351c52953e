import { Link } from '@tanstack/react-router';
import { Pencil, Trash2 } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { messageOf } from '../../api/errors.ts';
import { entityPath, fieldOf } from '../../catalogue/catalogue.ts';
import type { Row, UiEntity } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { Button, buttonClass, IconButton, Key } from '../../ui/button.tsx';
import { Segments, TextArea } from '../../ui/input.tsx';
import { Markdown } from '../../ui/markdown.tsx';
import { Bones, Card, EmptyState, ErrorState } from '../../ui/panel.tsx';
import { Refusals } from '../../ui/refusals.tsx';
import { Status } from '../../ui/status.tsx';
import { Dim } from '../../ui/text.tsx';
import { ago, localTime } from '../../ui/time.ts';
import { notify } from '../../ui/toast.tsx';
import type { WriteAnswer } from '../../generic/write.ts';
import { journalType, type Note, notesLength, useAddNote, useDeleteNote, useNotes } from './journal.ts';
import css from './journal.module.css';

const usualKinds = [
  { value: 'info', label: 'Info' },
  { value: 'success', label: 'Success' },
  { value: 'warning', label: 'Warning' },
  { value: 'danger', label: 'Danger' },
];

/** Shapes and colours of kinds, as states have them. */
const tones: Readonly<Record<string, string>> = {
  info: 'planned',
  success: 'active',
  warning: 'decommissioning',
  danger: 'failed',
};

function useKinds() {
  const journal = useCatalogue().byName.get(journalType);
  const choices = (journal && fieldOf(journal, 'kind')?.choices) ?? [];
  return choices.length > 0 ? choices.map(({ value, label }) => ({ value: String(value), label })) : usualKinds;
}

/** A note that is being written, and what keeps it. */
function useDraft(entity: UiEntity, row: Row) {
  const [kind, setKind] = useState('info');
  const [comments, setComments] = useState('');
  const add = useAddNote(entity, row);
  const isEmpty = comments.trim() === '';
  const kept = ({ userErrors }: WriteAnswer) => {
    if (userErrors.length > 0) return;
    setComments('');
    notify('The note is kept');
  };
  const send = () => {
    if (!isEmpty && !add.isPending) add.mutate({ kind, comments }, { onSuccess: kept });
  };
  return { kind, setKind, comments, setComments, add, isEmpty, send };
}

function NewNote({ entity, row }: { entity: UiEntity; row: Row }) {
  const id = useId();
  const kinds = useKinds();
  const { kind, setKind, comments, setComments, add, isEmpty, send } = useDraft(entity, row);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send();
  };
  return (
    <form className={css.form} onSubmit={submit}>
      <label htmlFor={id} className="sr-only">
        New note
      </label>
      <TextArea
        id={id}
        rows={3}
        value={comments}
        placeholder="What should others know? Markdown works."
        onChange={({ target }) => setComments(target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            send();
          }
        }}
      />
      <Refusals error={add.error} refusals={add.data?.userErrors ?? []} />
      <div className={css.tools}>
        <Segments name={`${id}-kind`} label="Kind" value={kind} options={kinds} onChange={setKind} />
        <Button type="submit" tone="primary" disabled={isEmpty || add.isPending}>
          Add note <Key>Ctrl Enter</Key>
        </Button>
      </div>
    </form>
  );
}

function NoteItem({ note, entity, row }: { note: Note; entity: UiEntity; row: Row }) {
  const kinds = useKinds();
  return (
    <li className={css.note}>
      <div className={css.head}>
        <Status
          value={tones[note.kind] ?? 'planned'}
          label={kinds.find(({ value }) => value === note.kind)?.label ?? note.kind}
        />
        <strong>{note.authorName ?? 'somebody'}</strong>
        <Dim>
          <time dateTime={note.created} title={localTime(note.created)}>
            {ago(note.created)}
          </time>
        </Dim>
        <NoteActs note={note} entity={entity} row={row} />
      </div>
      <Markdown text={note.comments} />
    </li>
  );
}

function NoteActs({ note, entity, row }: { note: Note; entity: UiEntity; row: Row }) {
  const journal = useCatalogue().byName.get(journalType);
  const remove = useDeleteNote(entity, row);
  const ask = () =>
    remove.mutate(note.id, {
      onSuccess: ({ userErrors }) => userErrors[0] && notify('The note stays', userErrors[0].message),
      onError: (error) => notify('The note stays', messageOf(error)),
    });
  return (
    <span className={css.acts}>
      {journal ? (
        <Link
          to={`/${entityPath(journal)}/${note.number}/edit`}
          className={buttonClass('quiet', 'tiny')}
          aria-label={`Edit note ${note.number}`}
        >
          <Pencil size={13} aria-hidden="true" />
        </Link>
      ) : null}
      <IconButton label={`Delete note ${note.number}`} tiny disabled={remove.isPending} onClick={ask}>
        <Trash2 size={13} />
      </IconButton>
    </span>
  );
}

/** Notes on one object, the newest first, with a place to write one. */
export function JournalTab({ entity, row }: { entity: UiEntity; row: Row }) {
  const [first, setFirst] = useState(notesLength);
  const query = useNotes(entity, row, first);
  const { nodes = [], totalCount = 0 } = query.data ?? {};
  return (
    <div className={css.journal}>
      <Card title="New note">
        <NewNote entity={entity} row={row} />
      </Card>
      <Card title="Journal" aside={query.data ? totalCount.toLocaleString('en') : ''} flush={nodes.length > 0}>
        {query.isPending ? <Bones lines={5} /> : null}
        {query.isError ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
        {query.isSuccess && nodes.length === 0 ? <EmptyState title="No notes yet" /> : null}
        <ol className={css.notes}>
          {nodes.map((note) => (
            <NoteItem key={note.id} note={note} entity={entity} row={row} />
          ))}
        </ol>
        {totalCount > nodes.length && nodes.length > 0 ? (
          <div className={css.more}>
            <Button onClick={() => setFirst(first + notesLength)}>Older notes</Button>
          </div>
        ) : null}
      </Card>
    </div>
  );
}
