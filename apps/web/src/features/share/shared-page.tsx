import { useParams } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { ApiError } from '../../api/errors.ts';
import { capital } from '../../catalogue/catalogue.ts';
import { Button } from '../../ui/button.tsx';
import { Mark } from '../../ui/mark.tsx';
import { Bones, Card, EmptyState, ErrorState, Fact, Facts } from '../../ui/panel.tsx';
import { Table } from '../../ui/table.tsx';
import { localTime } from '../../ui/time.ts';
import css from './share.module.css';
import { isUnset, SharedValue } from './shared-value.tsx';
import { type SharedList, type SharedObject, useShared } from './shared.ts';

function ObjectView({ shown }: { shown: SharedObject }) {
  // The title above says the name already.
  const set = shown.fields.filter(({ value }) => !isUnset(value) && value !== shown.title);
  const unset = shown.fields.filter(({ value }) => isUnset(value));
  return (
    <Card title={capital(shown.type)} flush>
      <Facts>
        {set.map(({ value, ...column }) => (
          <Fact key={column.name} label={capital(column.label)}>
            <SharedValue column={column} value={value} />
          </Fact>
        ))}
      </Facts>
      {unset.length > 0 ? <p className={css.unset}>Not set: {unset.map(({ label }) => label).join(', ')}</p> : null}
    </Card>
  );
}

function Pages({ shown, onTurn }: { shown: SharedList; onTurn: (offset: number) => void }) {
  const { total, offset, pageSize, rows } = shown;
  const number = (value: number) => value.toLocaleString('en');
  return (
    <div className={css.pages}>
      <span>
        {total === 0 ? `No ${shown.type}` : `${number(offset + 1)}–${number(offset + rows.length)} of ${number(total)}`}
      </span>
      {total > pageSize ? (
        <>
          <Button disabled={offset === 0} onClick={() => onTurn(Math.max(0, offset - pageSize))}>
            Previous
          </Button>
          <Button disabled={offset + pageSize >= total} onClick={() => onTurn(offset + pageSize)}>
            Next
          </Button>
        </>
      ) : null}
    </div>
  );
}

function ListView({ shown, onTurn }: { shown: SharedList; onTurn: (offset: number) => void }) {
  const { columns, rows, type } = shown;
  // The column that the name is made of says what the name says.
  const others = columns.flatMap((column, at) =>
    rows.length > 0 && rows.every(({ title, values }) => values[at] === title) ? [] : [{ column, at }],
  );
  return (
    <Card title={capital(type)} aside={<Pages shown={shown} onTurn={onTurn} />} flush>
      <div className={css.table} tabIndex={0} role="region" aria-label={capital(type)}>
        <Table heads={['Name', ...others.map(({ column }) => capital(column.label))]} isTall>
          {rows.map(({ title, values }, row) => (
            <tr key={row}>
              <th scope="row">{title}</th>
              {others.map(({ column, at }) => (
                <td key={column.name}>
                  <SharedValue column={column} value={values[at]} />
                </td>
              ))}
            </tr>
          ))}
        </Table>
      </div>
    </Card>
  );
}

function Page({ title, children }: { title: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Plumbline`;
  }, [title]);
  return (
    <main className={css.page}>
      <header className={css.head}>
        <Mark size={22} />
        <h1 className={css.title}>{title}</h1>
      </header>
      {children}
    </main>
  );
}

/** What a link shows to whoever has it: one object, or a page of rows, with no way anywhere else. */
export function SharedPage() {
  const { token = '' } = useParams({ strict: false }) as { token?: string };
  const [offset, setOffset] = useState(0);
  const query = useShared(token, offset);
  if (query.isPending) {
    return (
      <Page title="Shared">
        <Bones lines={8} />
      </Page>
    );
  }
  if (query.isError) {
    const isGone = query.error instanceof ApiError && query.error.status === 404;
    return (
      <Page title={isGone ? 'Nothing here' : 'Shared'}>
        {isGone ? (
          <EmptyState title="This link shows nothing">
            It is unknown, has ended or was revoked. Ask whoever sent it for a new one.
          </EmptyState>
        ) : (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        )}
      </Page>
    );
  }
  const shown = query.data;
  return (
    <Page title={shown.title}>
      {shown.kind === 'list' ? <ListView shown={shown} onTurn={setOffset} /> : <ObjectView shown={shown} />}
      <p className={css.foot}>Shared from Plumbline to be read. The link works until {localTime(shown.expires)}.</p>
    </Page>
  );
}
