import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { capital, entityPath } from '../../catalogue/catalogue.ts';
import type { RefValue } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { counted } from '../../ui/counted.ts';
import { Segments } from '../../ui/input.tsx';
import { Bones, Card, EmptyState, ErrorState } from '../../ui/panel.tsx';
import { numberCell, Table } from '../../ui/table.tsx';
import { Mono, textClass } from '../../ui/text.tsx';
import { RowPicker } from '../../widgets/ref/input.tsx';
import css from './permissions.module.css';
import { type PreviewSubject, samplesText, type TypePreview, usePreview } from './preview.ts';

const heads = ['Type', { label: 'Rows seen', isNumber: true }, 'May', 'Some of them'];

function PreviewLine({ preview }: { preview: TypePreview }) {
  const entity = useCatalogue().byName.get(preview.type);
  return (
    <tr>
      <th scope="row">
        {entity ? (
          <Link to={`/${entityPath(entity)}`} className={textClass.link}>
            {capital(entity.plural)}
          </Link>
        ) : (
          preview.type
        )}
      </th>
      <td className={numberCell}>{preview.count.toLocaleString('en')}</td>
      <td>
        <Mono>{preview.actions.join(' ')}</Mono>
      </td>
      <td className={css.samples}>{samplesText(preview)}</td>
    </tr>
  );
}

const WORDS = {
  user: { title: 'What this user would see', none: 'No permission that is switched on reaches this user.' },
  group: {
    title: 'What members of this group would see',
    none: 'No permission that is switched on reaches this group.',
  },
  permission: {
    title: 'What this permission comes to, as far as you see it yourself',
    none: 'It is switched off, or shows nothing of what you see yourself.',
  },
} as const;

/** What a user, the members of a group, or somebody with one permission would see: counts and samples by type. */
export function PreviewCard({ subject }: { subject: PreviewSubject }) {
  const query = usePreview(subject);
  const types = query.data ?? [];
  const seen = types.filter(({ count }) => count > 0).length;
  return (
    <Card
      title={WORDS[subject.kind].title}
      aside={query.data ? `${counted(seen, 'type', 'types')} with rows` : undefined}
      flush
    >
      {query.isPending ? <Bones lines={8} /> : null}
      {query.isError ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.data && types.length === 0 ? (
        <EmptyState title="Nothing at all">{WORDS[subject.kind].none}</EmptyState>
      ) : null}
      {types.length > 0 ? (
        <Table heads={heads} isTall>
          {types.map((preview) => (
            <PreviewLine key={preview.type} preview={preview} />
          ))}
        </Table>
      ) : null}
    </Card>
  );
}

const kinds = [
  { value: 'user', label: 'User' },
  { value: 'group', label: 'Group' },
] as const;

/** Chooses a user or a group, and shows what either would see. */
export function PreviewChooser({ users, groups }: { users: readonly RefValue[]; groups: readonly RefValue[] }) {
  const catalogue = useCatalogue();
  const [kind, setKind] = useState<PreviewSubject['kind']>(users.length > 0 || groups.length === 0 ? 'user' : 'group');
  const [row, setRow] = useState<RefValue | null>((kind === 'user' ? users : groups)[0] ?? null);
  const change = (next: PreviewSubject['kind']) => {
    setKind(next);
    setRow((next === 'user' ? users : groups)[0] ?? null);
  };
  return (
    <div className={css.preview}>
      <div className={css.subject}>
        <Segments
          name="preview-kind"
          label="Whose view"
          value={kind}
          options={kinds}
          onChange={(value) => change(value === 'group' ? 'group' : 'user')}
        />
        <RowPicker
          key={kind}
          entity={catalogue.byName.get(kind === 'user' ? 'users.User' : 'users.Group')}
          label={kind === 'user' ? 'User to look as' : 'Group to look as'}
          value={row}
          onChange={setRow}
        />
      </div>
      {row ? (
        <PreviewCard subject={{ kind, id: row.id }} />
      ) : (
        <Card>
          <EmptyState title={`Choose a ${kind}`}>
            All permissions that reach the {kind} count, not only this one. Nothing is changed by looking.
          </EmptyState>
        </Card>
      )}
    </div>
  );
}
