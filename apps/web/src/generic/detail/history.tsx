import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { graphql, type GraphqlRequest } from '../../api/client.ts';
import { capital, fieldOf } from '../../catalogue/catalogue.ts';
import type { Row, UiEntity } from '../../catalogue/types.ts';
import { Bones, Card, EmptyState, ErrorState } from '../../ui/panel.tsx';
import { textClass } from '../../ui/text.tsx';
import { ago, localTime } from '../../ui/time.ts';
import { actionWord, BeforeAfter } from '../change-view.tsx';
import type { FieldChange } from '../write.ts';
import css from './detail.module.css';

/** One recorded change of an object. */
interface ChangeRecord {
  id: string;
  action: string;
  changedAt: string;
  actorName: string | null;
  fields: unknown;
}

/** Changes shown at once. */
const historyLength = 100;

/** The query for an object's recorded changes, newest first. */
export function historyRequest(entity: UiEntity, id: string, first: number): GraphqlRequest {
  return {
    query: `query History($filter: ChangeRecordFilter, $first: Int) {
  changeRecords(filter: $filter, first: $first) {
    totalCount
    nodes { id action changedAt actorName fields }
  }
}`,
    variables: {
      filter: { objectType: { eq: entity.name }, objectId: { eq: id } },
      first,
    },
  };
}

function isChange(value: unknown): value is FieldChange {
  return typeof value === 'object' && value !== null && 'name' in value;
}

/** Reads the recorded fields, a list of name, before and after. */
export function recordedFields(fields: unknown): FieldChange[] {
  return Array.isArray(fields) ? fields.filter(isChange) : [];
}

/** Recorded changes of an object. */
export function useHistory(entity: UiEntity, id: string, first: number) {
  return useQuery({
    queryKey: ['history', entity.name, id, first],
    queryFn: async ({ signal }) => {
      const request = historyRequest(entity, id, first);
      type Reply = { changeRecords: { totalCount: number; nodes: ChangeRecord[] } };
      return (await graphql<Reply>(request, signal)).data.changeRecords;
    },
    staleTime: 5_000,
  });
}

const customStart = 'customFields.';

/** What a recorded field is called: one of the type, or one that an administrator added to it. */
function labelOf(entity: UiEntity, name: string): string {
  if (!name.startsWith(customStart)) return fieldOf(entity, name)?.label ?? name;
  const custom = name.slice(customStart.length);
  return entity.custom?.find((field) => field.name === custom)?.label ?? custom.replaceAll('_', ' ');
}

function Item({ entity, record }: { entity: UiEntity; record: ChangeRecord }) {
  const fields = recordedFields(record.fields);
  const label = (name: string) => capital(labelOf(entity, name));
  return (
    <li className={css.historyItem}>
      <div>
        <div>{capital(actionWord(record.action))}</div>
        <div className={css.historyMeta}>
          {record.actorName ?? 'system'} ·{' '}
          <time dateTime={record.changedAt} title={localTime(record.changedAt)}>
            {ago(record.changedAt)}
          </time>
        </div>
      </div>
      <div>
        {fields.map((field) => (
          <div key={field.name} className={css.historyField}>
            <span className={css.historyMeta}>{label(field.name)}</span>
            <span>
              <BeforeAfter change={field} created={record.action.toLowerCase() === 'create'} />
            </span>
          </div>
        ))}
      </div>
    </li>
  );
}

/** The change history of one object. */
export function History({ entity, row }: { entity: UiEntity; row: Row }) {
  const query = useHistory(entity, row.id, historyLength);
  if (query.isPending) return <Bones lines={6} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const { nodes, totalCount } = query.data;
  if (nodes.length === 0) return <EmptyState title="No changes recorded" />;
  return (
    <Card
      title="Change history"
      aside={nodes.length < totalCount ? `newest ${nodes.length} of ${totalCount}` : `${totalCount}`}
      flush
    >
      <ol className={css.history}>
        {nodes.map((record) => (
          <Item key={record.id} entity={entity} record={record} />
        ))}
      </ol>
    </Card>
  );
}

/** Changes that the overview shows. */
const latestLength = 5;

/** The newest changes of one object, and a way to the rest. */
export function LatestChanges({ entity, row }: { entity: UiEntity; row: Row }) {
  const query = useHistory(entity, row.id, latestLength);
  if (!query.isSuccess || query.data.nodes.length === 0) return null;
  const { nodes, totalCount } = query.data;
  const all = (
    <Link to="." search={{ tab: 'history' }} className={textClass.link}>
      All {totalCount.toLocaleString('en')}
    </Link>
  );
  return (
    <Card title="Change history" aside={all} flush>
      <ol className={css.history}>
        {nodes.map((record) => (
          <Item key={record.id} entity={entity} record={record} />
        ))}
      </ol>
    </Card>
  );
}
