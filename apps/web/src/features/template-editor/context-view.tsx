import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { graphql } from '../../api/client.ts';
import { objectPath } from '../../catalogue/object-link.tsx';
import type { Row, UiEntity } from '../../catalogue/types.ts';
import { useEntity } from '../../catalogue/use-catalogue.ts';
import { Bones, Card, EmptyState, ErrorState } from '../../ui/panel.tsx';
import { Table } from '../../ui/table.tsx';
import { contextRequest, type ContextSource, type ContextValue } from './requests.ts';
import css from './template-editor.module.css';

interface Answer {
  subject: { configContextExplain: ContextValue[] | null } | null;
}

function Source({ source, lost = false }: { source: ContextSource; lost?: boolean }) {
  const entity = useEntity('extras.ConfigContext');
  const className = lost ? css.lost : undefined;
  if (source.id === null || !entity) return <span className={className}>{source.name}</span>;
  return (
    <Link to={objectPath(entity, { id: source.id, number: null })} className={className}>
      {source.name}
    </Link>
  );
}

function ValueRow({ path, value, source, overridden }: ContextValue) {
  return (
    <tr>
      <td>
        <code>{path.join('.')}</code>
      </td>
      <td>
        <code>{JSON.stringify(value)}</code>
      </td>
      <td>
        <Source source={source} />
      </td>
      <td>
        {overridden.map((one, i) => (
          <span key={one.id ?? 'local'}>
            {i > 0 ? ', ' : null}
            <Source source={one} lost />
          </span>
        ))}
      </td>
    </tr>
  );
}

/** The merged context of a device or virtual machine: each value, the config context that says it, and those it overrides. */
export function ContextView({ entity, row }: { entity: UiEntity; row: Row }) {
  const query = useQuery({
    queryKey: ['merged-context', row.id],
    queryFn: async ({ signal }) =>
      (await graphql<Answer>(contextRequest({ one: entity.one, id: row.id }), signal)).data,
  });
  if (query.isPending) return <Bones lines={6} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const values = query.data.subject?.configContextExplain ?? [];
  if (values.length === 0)
    return (
      <EmptyState title="No config context applies">
        A config context applies when its criteria match this {entity.label}, which can have local data too.
      </EmptyState>
    );
  return (
    <Card title="Merged context" flush>
      <Table heads={['Key', 'Value', 'Said by', 'Overrides']} isTall>
        {values.map((value) => (
          <ValueRow key={value.path.join('\n')} {...value} />
        ))}
      </Table>
    </Card>
  );
}
