import type { Subject } from '../subject.ts';
import type { StoredTemplate } from '../template/template.queries.ts';

/** What went wrong in one render. */
export interface RenderProblem {
  /** Class of the failure: `UndefinedError`, `TemplateSyntaxError`, `LimitExceeded`, ... */
  readonly kind: string;
  readonly message: string;
  /** Name of the template the line belongs to; null when the failure is in none. */
  readonly template: string | null;
  /** Counted from 1. */
  readonly line: number | null;
  /** The line of the source, cut at 200 characters. */
  readonly snippet: string | null;
}

/** What one render took. */
export interface RenderStats {
  readonly ms: number;
  readonly steps: number;
  readonly hostCalls: number;
  readonly rows: number;
}

/** The template a configuration comes from; no id for a source that is not stored. */
export interface RenderedTemplate {
  readonly id: string | null;
  readonly name: string;
  readonly version: number | null;
  readonly mimeType: string | null;
  readonly fileName: string | null;
  readonly fileExtension: string | null;
}

/** The device or virtual machine a configuration is for. */
export interface RenderedSubject {
  readonly of: Subject;
  readonly id: string;
  readonly number: number;
  readonly name: string;
}

/** The outcome of one render: a text, or what went wrong. */
export interface RenderedConfig {
  readonly subject: RenderedSubject;
  readonly template: RenderedTemplate | null;
  readonly ok: boolean;
  readonly text: string | null;
  readonly errors: readonly RenderProblem[];
  /** SHA-256 of the text. */
  readonly textHash: string | null;
  /** SHA-256 of everything that went in. */
  readonly inputHash: string | null;
  readonly stats: RenderStats;
  /** Types whose rows were read. */
  readonly reads: readonly string[];
  /** Whether this is a stored artefact whose input has not changed; no template was run. */
  readonly reused: boolean;
}

/** What a render is made from, besides what it is for. */
export interface RenderAsk {
  /** A stored template; null takes the nearest: its own, its role's or its platform's. */
  readonly template: StoredTemplate | null;
  /** A source instead of a stored template; with a template, a source in its place that keeps its options and query. */
  readonly source: string | null;
  /** Options for a source without a template; stored templates have their own. */
  readonly options: unknown;
  /** Data for the template's top level, over what config contexts say. */
  readonly extra: Readonly<Record<string, unknown>> | null;
  /** Gives stored artefacts where a render would read what they were made from. */
  readonly reuse?: boolean;
}

/** Statistics of a render that did not start. */
export const NO_STATS: RenderStats = { ms: 0, steps: 0, hostCalls: 0, rows: 0 };

/** A failed render. */
export const failedRender = (
  subject: RenderedSubject,
  template: RenderedTemplate | null,
  errors: readonly RenderProblem[],
  stats: RenderStats = NO_STATS,
): RenderedConfig => ({
  subject,
  template,
  ok: false,
  text: null,
  errors,
  textHash: null,
  inputHash: null,
  stats,
  reads: [],
  reused: false,
});

/** A problem that belongs to no line of a template. */
export const problem = (kind: string, message: string): RenderProblem => ({
  kind,
  message,
  template: null,
  line: null,
  snippet: null,
});
