import { useQueries } from '@tanstack/react-query';
import { graphql } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import type { RefValue } from '../../catalogue/types.ts';
import { lineCounts } from '../code/line-counts.ts';
import type { LineProblem } from '../code/code-editor.tsx';
import { type Preview, previewRequest, type RenderError } from './requests.ts';

/** A row that a template is tried on. */
export interface Tried {
  /** The API's name of one row of its type. */
  one: string;
  row: RefValue;
}

/** State of one preview. */
export interface SubjectPreview extends Tried {
  isPending: boolean;
  /** Why there is no answer at all. */
  failure: string | null;
  preview: Preview | null;
}

/** Previews of a source, renewed when the source changes; earlier answers stay until then. */
export function usePreviews(templateId: string, source: string, tried: readonly Tried[]): SubjectPreview[] {
  const answers = useQueries({
    queries: tried.map(({ one, row }) => ({
      queryKey: ['render-preview', templateId, row.id, source],
      queryFn: async ({ signal }: { signal: AbortSignal }) =>
        (await graphql<Preview>(previewRequest({ one, id: row.id }, templateId, source), signal)).data,
      placeholderData: (before: Preview | undefined) => before,
      staleTime: 30_000,
      retry: false,
    })),
  });
  return tried.map((each, i) => {
    const answer = answers[i];
    return {
      ...each,
      isPending: answer?.isFetching ?? false,
      failure: answer?.isError ? messageOf(answer.error) : null,
      preview: answer?.data ?? null,
    };
  });
}

/** The text it last had from the template; null before its first render. */
export function lastText({ preview }: SubjectPreview): string | null {
  return preview?.subject?.configArtefacts.nodes[0]?.text ?? null;
}

/** What a tab says of its row: how much changed, or where it failed. */
export function summaryOf(shown: SubjectPreview): { text: string; isError: boolean } {
  if (shown.failure !== null) return { text: 'no answer', isError: true };
  const rendered = shown.preview?.configRender;
  if (!rendered) return { text: 'rendering', isError: false };
  const error = rendered.errors[0];
  if (!rendered.ok || error)
    return { text: error?.line ? `error line ${error.line}` : (error?.kind ?? 'error'), isError: true };
  const before = lastText(shown);
  if (before === null) return { text: 'first render', isError: false };
  const { added, removed } = lineCounts(before, rendered.text ?? '');
  return { text: added + removed === 0 ? 'no change' : `+${added} −${removed}`, isError: false };
}

const atLine = ({ message, line }: RenderError, where: string, severity: LineProblem['severity']): LineProblem => ({
  line,
  message: where === '' ? message : `${message} (${where})`,
  severity,
});

/** Problems to mark in the editor: what the check of the source found, and where renders failed, each once. */
export function problemsOf(
  name: string,
  lint: readonly RenderError[],
  previews: readonly SubjectPreview[],
): LineProblem[] {
  const failed = new Map<string, { error: RenderError; where: string[] }>();
  for (const { row, preview } of previews) {
    for (const error of preview?.configRender.errors ?? []) {
      const key = `${error.line}:${error.message}`;
      const known = failed.get(key) ?? { error, where: [] };
      known.where.push(row.display ?? row.id);
      failed.set(key, known);
    }
  }
  const isHere = ({ template }: RenderError) => template === null || template === name || template === 'main';
  const runtime = [...failed.values()].map(({ error, where }) =>
    atLine(isHere(error) ? error : { ...error, line: null }, where.join(', '), 'error'),
  );
  const known = new Set(runtime.map(({ line }) => line));
  return [...runtime, ...lint.filter(({ line }) => !known.has(line)).map((error) => atLine(error, '', 'warning'))];
}
