import {
  createEnvironment,
  Dict,
  parseJson,
  TemplateError,
  type Environment,
  type EnvironmentOptions,
  type Value,
} from '@plumbline/jinja';
import { createHash } from 'node:crypto';
import { findField, type Contract } from '../contract.ts';
import type { Done, RenderCommand, RenderProblem, Root } from '../protocol.ts';
import { Graph, type Ask } from './graph.ts';
import { listSet, relatedSet } from './query-set.ts';
import { recordOf } from './record.ts';

const ENVIRONMENTS = 20;

/** Finds other templates for the render that runs now. */
type Find = (name: string) => string | null;

interface Kitchen {
  readonly environment: Environment;
  find: Find;
}

const kitchens = new Map<string, Kitchen>();

/** The environment for a set of options; templates stay compiled in it as long as their source stays. */
function kitchenOf(options: RenderCommand['options']): Kitchen {
  const key = createHash('sha256').update(JSON.stringify(options)).digest('hex');
  const known = kitchens.get(key);
  if (known) return known;
  if (kitchens.size >= ENVIRONMENTS) kitchens.clear();
  const made: { environment?: Environment; find: Find } = { find: () => null };
  // names and values of options are the engine's own; the host checks them
  const given = options as EnvironmentOptions;
  made.environment = createEnvironment({ ...given, autoescape: false, loader: (name) => made.find(name) });
  const kitchen = made as Kitchen;
  kitchens.set(key, kitchen);
  return kitchen;
}

function rootOf(graph: Graph, root: Root): Value {
  if (root.kind === 'list') return listSet(graph, root.type, root.conditions);
  const record = recordOf(graph, root.type, root.id, () => ({ ids: [root.id] }));
  if (root.kind === 'record') return record;
  const field = findField(record.type, root.name)?.[1];
  return field?.kind === 'many' ? relatedSet(record, field) : null;
}

function namesOf(command: RenderCommand, graph: Graph): Map<string, Value> {
  const names = new Map<string, Value>();
  for (const text of command.contexts) {
    const data = parseJson(text);
    if (data instanceof Dict) for (const [key, value] of data.entries()) names.set(String(key), value);
  }
  for (const [name, text] of Object.entries(command.values)) names.set(name, parseJson(text));
  for (const [name, root] of Object.entries(command.roots)) names.set(name, rootOf(graph, root));
  return names;
}

function problemOf(error: unknown): RenderProblem {
  if (!(error instanceof TemplateError)) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: 'RuntimeError', message, template: null, line: null, snippet: null };
  }
  const { kind, message, template, line, expression } = error;
  return { kind, message, template, line, snippet: expression };
}

/** Renders once. What goes wrong is data; only a broken pipe ends the process. */
export function renderOnce(command: RenderCommand, contract: Contract, ask: Ask): Done {
  const graph = new Graph(contract, new Set(command.contextual), ask, relatedSet);
  const { limits } = command;
  const end = performance.now() + limits.ms;
  let steps = 0;
  const onStep = (count: number): void => {
    steps = count;
    if (performance.now() > end)
      throw new TemplateError('LimitExceeded', `The template took more than ${limits.ms} ms.`);
  };
  try {
    const kitchen = kitchenOf(command.options);
    kitchen.find = (name) => graph.question({ ask: 'template', name }) as string | null;
    const { environment } = kitchen;
    const template = environment.compile(command.source, command.name);
    const text = environment.render(template, namesOf(command, graph), { limits, onStep });
    return { kind: 'done', text, problems: [], steps };
  } catch (error) {
    return { kind: 'done', text: null, problems: [problemOf(error)], steps };
  }
}
