import type { Registry } from '@plumbline/engine';
import type { RenderPool } from '@plumbline/render';
import { contractOf } from '../contract/contract.ts';

/** Text of a template, or why there is none. */
export type PlainText = { readonly text: string } | { readonly problem: string };

const LIMITS = { ms: 3_000, steps: 500_000, output: 2_000_000, string: 1_000_000, hostCalls: 0 };

const nothing = (): Promise<never> => Promise.reject(new Error('Templates of plain data ask for nothing.'));

/** Such a template reaches the values it is given, and nothing of the database. */
const host = {
  rows: nothing,
  related: nothing,
  list: nothing,
  contexts: nothing,
  template: () => Promise.resolve(null),
  objectFields: () => Promise.resolve({}),
};

/** Renders a template with plain data, in a child process. @throws PoolBusy; the signal's reason */
export const renderPlain = async (
  renders: RenderPool,
  registry: Registry,
  template: { readonly name: string; readonly source: string },
  values: Readonly<Record<string, unknown>>,
  signal?: AbortSignal,
): Promise<PlainText> => {
  const { text, problems } = await renders.render({
    ...template,
    options: {},
    contract: contractOf(registry),
    contexts: [],
    values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, JSON.stringify(value ?? null)])),
    roots: {},
    contextual: [],
    host,
    limits: LIMITS,
    signal,
  });
  return text === null ? { problem: problems[0]?.message ?? 'The template failed.' } : { text };
};
