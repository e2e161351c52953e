import type { Registry } from '@plumbline/engine';
import { lintTemplate, type LintRequest } from '@plumbline/render';
import { printedContract, type PrintedContract } from '../contract/printed.ts';
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

/** What the names of the top level hold, whatever is rendered. */
const rootTypes = ({ globals, subjects, sets }: PrintedContract): LintRequest['roots'] =>
  Object.fromEntries(
    Object.entries(globals).map(([name, type]) => {
      const held = Object.values(subjects).flatMap((each) => each[name] ?? []);
      const others = [...new Set(held)].filter((each) => each !== type);
      return [name, { kind: sets.includes(name) ? 'set' : 'record', type, others }];
    }),
  );

/** Looks at a source: options, syntax, fields, and the types it uses. Line ends may be of any kind. */
export const checkTemplate = (registry: Registry, name: string, text: string, params: unknown): TemplateCheck => {
  const { options, problems } = readOptions(params);
  if (problems.length > 0) {
    const refused = problems.map(({ message }) => problem('TemplateOptionError', message));
    return { refused, fields: [], names: [], types: [] };
  }
  const contract = printedContract(registry);
  return lintTemplate({
    name,
    source: normalised(text),
    options,
    contract,
    roots: rootTypes(contract),
    names: PLAIN_NAMES,
  });
};
