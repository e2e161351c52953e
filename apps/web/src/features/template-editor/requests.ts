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

/** What came of rendering a device. */
export interface Rendered {
  ok: boolean;
  text: string | null;
  errors: RenderError[];
  stats: { ms: number; steps: number; hostCalls: number; rows: number };
}

/** The configuration a device last had from a template. */
export interface Artefact {
  text: string | null;
  renderedAt: string;
}

/** A preview: the new text, and what it would replace. */
export interface Preview {
  configRender: Rendered;
  device: { configArtefacts: { nodes: Artefact[] } } | null;
}

const resultParts = 'ok text errors { kind message template line snippet } stats { ms steps hostCalls rows }';

/** Renders a source that is not saved yet for one device, beside what that device last had from the template. */
export function previewRequest(deviceId: string, templateId: string, source: string): GraphqlRequest {
  return {
    query: `query RenderPreview($device: ID!, $template: ID!, $source: String!) {
  configRender(device: { id: $device }, template: { id: $template }, source: $source) { ${resultParts} }
  device(id: $device) {
    configArtefacts(first: 1, filter: { template: { id: { eq: $template } } }, orderBy: [{ field: "renderedAt", direction: DESC }]) {
      nodes { text renderedAt }
    }
  }
}`,
    variables: { device: deviceId, template: templateId, source },
  };
}

/** What a check of a source found. */
export interface Validated {
  templateValidate: { ok: boolean; errors: RenderError[] };
}

/** Checks a source without a device. */
export function validateRequest(source: string): GraphqlRequest {
  return {
    query: `query TemplateValidate($source: String!) {
  templateValidate(source: $source) { ok errors { kind message template line snippet } }
}`,
    variables: { source },
  };
}

/** Renders and keeps the configuration of a device from the template that applies to it. */
export function deviceConfigRequest(deviceId: string): GraphqlRequest {
  return {
    query: `query DeviceConfig($device: ID!) {
  device(id: $device) {
    renderedConfig { ${resultParts} }
    configArtefacts(first: 1, orderBy: [{ field: "renderedAt", direction: DESC }]) { nodes { text renderedAt } }
  }
}`,
    variables: { device: deviceId },
  };
}

/** Where a value of a device's context comes from. */
export interface ContextSource {
  id: string | null;
  name: string;
  weight: number | null;
}

/** One value of a device's merged context. */
export interface ContextValue {
  path: string[];
  value: unknown;
  source: ContextSource;
  overridden: ContextSource[];
}

/** The merged context of a device and who said what. */
export function contextRequest(deviceId: string): GraphqlRequest {
  return {
    query: `query DeviceContext($device: ID!) {
  device(id: $device) {
    configContext
    configContextExplain { path value source { id name weight } overridden { id name weight } }
  }
}`,
    variables: { device: deviceId },
  };
}
