import type { TemplateOptions } from '@plumbline/render';
import { normalised, readOptions } from '../template/options.ts';
import type { StoredTemplate } from '../template/template.queries.ts';
import { problem, type RenderedTemplate, type RenderProblem } from './rendered.ts';

/** A template ready to run, or why it can't. */
export interface Prepared {
  readonly shown: RenderedTemplate;
  readonly run: { readonly name: string; readonly source: string; readonly options: TemplateOptions };
  readonly dataQuery: string | null;
  readonly problems: readonly RenderProblem[];
}

const UNSTORED: RenderedTemplate = {
  id: null,
  name: 'main',
  version: null,
  mimeType: null,
  fileName: null,
  fileExtension: null,
};

const optionProblems = (params: unknown) => {
  const { options, problems } = readOptions(params);
  return { options, problems: problems.map(({ message }) => problem('TemplateOptionError', message)) };
};

/** A stored template; a source given beside it takes its text's place and is no stored version. */
export const preparedStored = (template: StoredTemplate, draft: string | null): Prepared => {
  const { options, problems } = optionProblems(template.params);
  const { id, name, version, mimeType, fileName, fileExtension, dataQuery } = template;
  const source = draft === null ? template.source : normalised(draft);
  const stored = draft === null ? { id, version } : { id: null, version: null };
  return {
    shown: { ...stored, name, mimeType, fileName, fileExtension },
    run: { name, source, options },
    dataQuery,
    problems,
  };
};

/** A source that belongs to no stored template. */
export const preparedSource = (source: string, params: unknown): Prepared => {
  const { options, problems } = optionProblems({ undefined: 'strict', ...(params as object | null) });
  return { shown: UNSTORED, run: { name: 'main', source: normalised(source), options }, dataQuery: null, problems };
};
