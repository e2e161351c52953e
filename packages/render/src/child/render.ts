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
import type { Asked, Done, Question, RenderCommand, RenderProblem, Reply, Root } from '../protocol.ts';
import { Facts } from './facts.ts';
import { Graph } from './graph.ts';
import { listSet, relatedSet } from './query-set.ts';
import { recordOf } from './record.ts';
import { wordsOf } from './words.ts';

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

/** Puts a question to the parent and waits. */
export type Exchange = (asked: Asked) => Reply;

/** A graph over what the parent sent along and what it answers. */
function graphOf(command: RenderCommand, contract: Contract, facts: Facts, exchange: Exchange): Graph {
  const ask = (question: Question): Reply => {
    const value = facts.find(question);
    return value === undefined ? exchange({ kind: 'ask', used: facts.takeUsed(), ...question }) : { value };
  };
  const graph = new Graph(contract, new Set(command.contextual), ask, relatedSet);
  graph.mentions.add(wordsOf(command.source));
  return graph;
}

/** Another template's source; what it mentions is read together from then on. */
function sourceOf(graph: Graph, name: string): string | null {
  const source = graph.question({ ask: 'template', name }) as string | null;
  if (source !== null) graph.mentions.add(wordsOf(source));
  return source;
}

/** Renders once. What goes wrong is data; only a broken pipe ends the process. */
export function renderOnce(command: RenderCommand, contract: Contract, exchange: Exchange): Done {
  const facts = new Facts(command.facts);
  const graph = graphOf(command, contract, facts, exchange);
  const { limits } = command;
  const end = performance.now() + limits.ms;
  let steps = 0;
  const onEnd = (count: number): void => {
    steps = count;
  };
  const onStep = (): void => {
    if (performance.now() > end)
      throw new TemplateError('LimitExceeded', `The template took more than ${limits.ms} ms.`);
  };
  try {
    const kitchen = kitchenOf(command.options);
    kitchen.find = (name) => sourceOf(graph, name);
    const { environment } = kitchen;
    const template = environment.compile(command.source, command.name);
    const text = environment.render(template, namesOf(command, graph), { limits, onStep, onEnd });
    return { kind: 'done', text, problems: [], steps, used: facts.takeUsed() };
  } catch (error) {
    return { kind: 'done', text: null, problems: [problemOf(error)], steps, used: facts.takeUsed() };
  }
}
