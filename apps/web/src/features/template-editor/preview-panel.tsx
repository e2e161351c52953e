import { Tabs } from '@base-ui/react/tabs';
import { ago } from '../../ui/time.ts';
import { DiffView, TextView } from '../code/diff-view.tsx';
import { type SubjectPreview, lastText, summaryOf } from './previews.ts';
import type { RenderError } from './requests.ts';
import css from './template-editor.module.css';

/** Errors of a render, each with its line. */
export function RenderErrors({ errors }: { errors: readonly RenderError[] }) {
  return (
    <ul className={css.errors} role="alert">
      {errors.map((error) => (
        <li key={`${error.template}:${error.line}:${error.message}`}>
          <span className={css.kind}>{error.kind}</span> {error.message}
          {error.line === null ? null : ` (${error.template ?? 'this template'}, line ${error.line})`}
          {error.snippet ? `\n    ${error.snippet}` : null}
        </li>
      ))}
    </ul>
  );
}

function PreviewBody({ shown }: { shown: SubjectPreview }) {
  if (shown.failure !== null)
    return (
      <p className={css.hint} role="alert">
        {shown.failure}
      </p>
    );
  const rendered = shown.preview?.configRender;
  if (!rendered) return <p className={css.hint}>Rendering for {shown.row.display}.</p>;
  if (!rendered.ok || rendered.errors.length > 0) return <RenderErrors errors={rendered.errors} />;
  const before = lastText(shown);
  const text = rendered.text ?? '';
  if (before === null || before === text)
    return <TextView text={text} label={`Configuration of ${shown.row.display}`} />;
  return <DiffView before={before} after={text} labels={['Last render', 'This template']} />;
}

/** Previews row by row: the new text against the last one, or what went wrong. */
export function PreviewPanel({ previews }: { previews: readonly SubjectPreview[] }) {
  const first = previews[0];
  if (!first)
    return (
      <p className={css.hint}>Choose devices or virtual machines above to see what this template gives for them.</p>
    );
  return (
    <Tabs.Root className={css.preview ?? ''} defaultValue={first.row.id} key={previews.map((p) => p.row.id).join()}>
      <Tabs.List className={css.tabs ?? ''} aria-label="Previews">
        {previews.map((shown) => {
          const summary = summaryOf(shown);
          return (
            <Tabs.Tab key={shown.row.id} value={shown.row.id} className={css.tab ?? ''}>
              {shown.row.display}{' '}
              <span className={css.count} data-error={summary.isError}>
                {summary.text}
              </span>
            </Tabs.Tab>
          );
        })}
        <span className={css.said}>{comparedWith(first)}</span>
      </Tabs.List>
      {previews.map((shown) => (
        <Tabs.Panel key={shown.row.id} value={shown.row.id} className={css.panel ?? ''}>
          <PreviewBody shown={shown} />
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  );
}

function comparedWith({ preview }: SubjectPreview): string {
  const last = preview?.subject?.configArtefacts.nodes[0];
  return last ? `last render ${ago(last.renderedAt)}` : '';
}
