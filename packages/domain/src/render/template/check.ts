import type { Registry } from '@plumbline/engine';
import { lintTemplate } from '@plumbline/render';
import { printedContract } from '../contract/printed.ts';
import { problem, type RenderProblem } from '../run/rendered.ts';
import { normalised, readOptions } from './options.ts';

/** What looking at a source without rendering it finds. */
export interface TemplateCheck {
  /** What the language and the options refuse. */
  readonly refused: readonly RenderProblem[];
  /** Fields no record has. */
  readonly fields: readonly RenderProblem[];
  /** Names that are nearly those of the top level; contexts and extra data may bring them all the same. */
  readonly names: readonly (RenderProblem & { readonly name: string })[];
  /** Types whose records the source touches. */
  readonly types: readonly string[];
}

/** Names of the top level that lead nowhere in the graph. */
const PLAIN_NAMES = ['config_context', 'data'];

/** Looks at a source: options, syntax, fields, and the types it uses. Line ends may be of any kind. */
export const checkTemplate = (registry: Registry, name: string, text: string, params: unknown): TemplateCheck => {
  const { options, problems } = readOptions(params);
  if (problems.length > 0) {
    const refused = problems.map(({ message }) => problem('TemplateOptionError', message));
    return { refused, fields: [], names: [], types: [] };
  }
  const contract = printedContract(registry);
  const roots = Object.fromEntries(
    Object.entries(contract.globals).map(([root, type]) => [
      root,
      { kind: contract.sets.includes(root) ? ('set' as const) : ('record' as const), type },
    ]),
  );
  return lintTemplate({ name, source: normalised(text), options, contract, roots, names: PLAIN_NAMES });
};
