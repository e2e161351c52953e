import { useQuery } from '@tanstack/react-query';
import { graphql } from '../../api/client.ts';
import type { Row, UiEntity } from '../../catalogue/types.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Bones, EmptyState, ErrorState } from '../../ui/panel.tsx';
import { TextView } from '../code/diff-view.tsx';
import { RenderErrors } from './preview-panel.tsx';
import { configRequest, type Rendered } from './requests.ts';
import css from './template-editor.module.css';

interface Answer {
  subject: { renderedConfig: Rendered | null } | null;
}

/** The intended configuration of a device or virtual machine, rendered now from the template that applies to it. */
export function SubjectConfig({ entity, row }: { entity: UiEntity; row: Row }) {
  const query = useQuery({
    queryKey: ['rendered-config', row.id],
    queryFn: async ({ signal }) => (await graphql<Answer>(configRequest({ one: entity.one, id: row.id }), signal)).data,
  });
  if (query.isPending) return <Bones lines={8} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const rendered = query.data.subject?.renderedConfig;
  const isUnbound = rendered?.errors.some(({ kind, template }) => kind === 'TemplateNotFound' && template === null);
  if (!rendered || isUnbound)
    return (
      <EmptyState title="No template applies">
        Set a config template on this {entity.label}, its role or its platform to see its intended configuration here.
      </EmptyState>
    );
  const text = rendered.text ?? '';
  return (
    <div className={css.config}>
      <div className={css.tools}>
        <Button onClick={() => void query.refetch()}>Render again</Button>
        {rendered.ok ? <CopyButton text={text} label="configuration" /> : null}
        <span className={css.said}>
          {rendered.ok ? `${text.split('\n').length} lines, ${Math.round(rendered.stats.ms)} ms` : 'failed'}
        </span>
      </div>
      <div className={css.panel}>
        {rendered.ok ? (
          <TextView text={text} label={`Configuration of ${row.display}`} />
        ) : (
          <RenderErrors errors={rendered.errors} />
        )}
      </div>
    </div>
  );
}
