import type { GraphqlRequest } from '../../api/client.ts';

/** An error of a render, at its line of a template. */
export interface RenderError {
  kind: string;
  message: string;
  /** Name of the template; null when the error is no template's. */
  template: string | null;
  line: number | null;
  snippet: string | null;
}

/** What came of rendering. */
export interface Rendered {
  ok: boolean;
  text: string | null;
  errors: RenderError[];
  stats: { ms: number; steps: number; hostCalls: number; rows: number };
}

/** The configuration last kept from a template. */
export interface Artefact {
  text: string | null;
  renderedAt: string;
}

/** A preview: the new text, and what it would replace. */
export interface Preview {
  configRender: Rendered;
  subject: { configArtefacts: { nodes: Artefact[] } } | null;
}

/** What is rendered: a device or a virtual machine, by the API's name of one. */
export interface Subject {
  one: string;
  id: string;
}

const resultParts = 'ok text errors { kind message template line snippet } stats { ms steps hostCalls rows }';

/** Renders a source that is not saved yet, beside what its subject last had from the template. */
export function previewRequest({ one, id }: Subject, templateId: string, source: string): GraphqlRequest {
  return {
    query: `query RenderPreview($id: ID!, $template: ID!, $source: String!) {
  configRender(${one}: { id: $id }, template: { id: $template }, source: $source) { ${resultParts} }
  subject: ${one}(id: $id) {
    configArtefacts(first: 1, filter: { template: { id: { eq: $template } } }, orderBy: [{ field: "renderedAt", direction: DESC }]) {
      nodes { text renderedAt }
    }
  }
}`,
    variables: { id, template: templateId, source },
  };
}

/** What a check of a source found. */
export interface Validated {
  templateValidate: { ok: boolean; errors: RenderError[]; usesTypes: string[] };
}

/** Checks a source without rendering it. */
export function validateRequest(source: string): GraphqlRequest {
  return {
    query: `query TemplateValidate($source: String!) {
  templateValidate(source: $source) { ok usesTypes errors { kind message template line snippet } }
}`,
    variables: { source },
  };
}

/** Renders the configuration of a device or virtual machine from the template that applies to it. */
export function configRequest({ one, id }: Subject): GraphqlRequest {
  return {
    query: `query RenderedConfig($id: ID!) {
  subject: ${one}(id: $id) {
    renderedConfig { ${resultParts} }
  }
}`,
    variables: { id },
  };
}

/** Where a value of a context comes from. */
export interface ContextSource {
  id: string | null;
  name: string;
  weight: number | null;
}

/** One value of a merged context. */
export interface ContextValue {
  path: string[];
  value: unknown;
  source: ContextSource;
  overridden: ContextSource[];
}

/** The merged context of a device or virtual machine and who said what. */
export function contextRequest({ one, id }: Subject): GraphqlRequest {
  return {
    query: `query MergedContext($id: ID!) {
  subject: ${one}(id: $id) {
    configContextExplain { path value source { id name weight } overridden { id name weight } }
  }
}`,
    variables: { id },
  };
}
