import {
  children,
  lint,
  parse,
  type Arguments,
  type Call,
  type Expression,
  type Filter,
  type Node,
  type Statement,
} from '@plumbline/jinja';
import { findField, type Contract, type ContractField, type ContractType } from './contract.ts';
import { nearestName } from './nearest-name.ts';
import type { RenderProblem, TemplateOptions } from './protocol.ts';

/** A record or a set of records; `others` are types it may have instead of its own. */
export interface KnownRows {
  readonly kind: 'record' | 'set';
  readonly type: string;
  readonly others?: readonly string[];
}

/** A source and what its top level holds. */
export interface LintRequest {
  readonly name: string;
  readonly source: string;
  readonly options: TemplateOptions;
  readonly contract: Contract;
  /** Names that lead into the graph. */
  readonly roots: Readonly<Record<string, KnownRows>>;
  /** Other names of the top level. */
  readonly names: readonly string[];
}

/** What a look at a source tells. */
export interface LintResult {
  /** What the language refuses; nothing else is told then. */
  readonly refused: readonly RenderProblem[];
  /** Fields that no record of the type has, outside `is defined` and `default`. */
  readonly fields: readonly RenderProblem[];
  /** Names that are nearly one of the top level; `name` may all the same come from contexts or extra data. */
  readonly names: readonly (RenderProblem & { readonly name: string })[];
  /** Types whose records the source touches, sorted. */
  readonly types: readonly string[];
}

/** What is known of a value; null when nothing is. */
type Known = KnownRows | null;
type Names = Map<string, Known>;

const SAME_SET: ReadonlySet<string> = new Set(
  'all filter exclude order_by distinct reverse none select_related prefetch_related'.split(' '),
);
const ONE_OF: ReadonlySet<string> = new Set(['first', 'last', 'get']);
const CONDITIONAL: ReadonlySet<string> = new Set(['filter', 'exclude', 'get']);
const SET_FILTERS: ReadonlySet<string> = new Set(
  'sort list unique reverse select reject selectattr rejectattr'.split(' '),
);
const ONE_FILTERS: ReadonlySet<string> = new Set(['first', 'last', 'random', 'min', 'max']);
const METHOD = /^get_(?:config_context|(\w+)_display)$/;
/** Names of the language itself. */
const BUILT_IN =
  'true false none True False None range dict namespace cycler joiner lipsum self super varargs kwargs caller loop';

const valuesOf = ({ args, kwargs, star, doubleStar }: Arguments): Expression[] =>
  [...args, ...kwargs.map(({ value }) => value), star, doubleStar].filter((each) => each !== null);

/** Follows records and sets of the graph through a template, in the order of its text. */
class Linter {
  readonly fields: RenderProblem[] = [];
  readonly names: (RenderProblem & { name: string })[] = [];
  readonly types = new Set<string>();
  #isGuarded = false;
  readonly #lines: readonly string[];

  constructor(private readonly request: LintRequest) {
    this.#lines = request.source.split('\n');
  }

  statements(body: readonly Statement[], names: Names): void {
    for (const statement of body) this.#statement(statement, names);
  }

  #statement(node: Statement, names: Names): void {
    switch (node.kind) {
      case 'assign':
        return this.#bind(node.target, this.#value(node.value, names), names);
      case 'for':
        return this.#loop(node, names);
      case 'macro':
        names.set(node.name, null);
        return this.#signature(node, names);
      case 'callBlock':
        this.#value(node.call, names);
        return this.#signature(node, names);
      case 'import':
        return void names.set(node.target, null);
      case 'fromImport':
        return node.names.forEach(({ alias }) => void names.set(alias, null));
      default:
        return this.#nested(node, names);
    }
  }

  #loop(node: Extract<Statement, { kind: 'for' }>, names: Names): void {
    const iter = this.#value(node.iter, names);
    const inner: Names = new Map(names).set('loop', null);
    this.#bind(node.target, itemOf(iter), inner);
    if (node.test) this.#value(node.test, inner);
    this.statements(node.body, inner);
    this.statements(node.orElse, new Map(names));
  }

  #nested(node: Statement, names: Names): void {
    if (node.kind === 'if') {
      for (const { test, body } of node.branches) {
        this.#value(test, names);
        this.statements(body, names);
      }
      return this.statements(node.orElse, names);
    }
    if (node.kind === 'with') {
      const inner = new Map(names);
      node.targets.forEach((target, i) => this.#bind(target, this.#value(node.values[i] ?? target, names), inner));
      return this.statements(node.body, inner);
    }
    if (node.kind === 'assignBlock') this.#bind(node.target, null, names);
    if ('body' in node) return this.statements(node.body, new Map(names));
    this.#all(node, names);
  }

  #signature({ params, defaults, body }: Extract<Statement, { kind: 'macro' | 'callBlock' }>, names: Names): void {
    const inner: Names = new Map(names);
    for (const { name } of params) inner.set(name, null);
    for (const value of defaults) this.#value(value, names);
    this.statements(body, inner);
  }

  #bind(target: Expression, known: Known, names: Names): void {
    if (target.kind === 'name') names.set(target.name, known);
    else if (target.kind === 'tuple') for (const item of target.items) this.#bind(item, null, names);
  }

  #value(node: Expression, names: Names): Known {
    switch (node.kind) {
      case 'name':
        return this.#name(node.name, node, names);
      case 'attribute':
        return this.#attribute(this.#value(node.object, names), node.name, node);
      case 'call':
        return this.#call(node, names);
      case 'filter':
        return this.#filter(node, names);
      case 'item': {
        const object = this.#value(node.object, names);
        this.#value(node.key, names);
        return node.key.kind === 'slice' ? object : itemOf(object);
      }
      case 'test':
        return this.#guarded(/^(un)?defined$/.test(node.name), () => this.#all(node, names));
      default:
        return this.#all(node, names);
    }
  }

  #all(node: Node, names: Names): null {
    for (const child of children(node)) this.#value(child as Expression, names); // statements are told apart before
    return null;
  }

  #guarded<T>(isGuard: boolean, look: () => T): T {
    const before = this.#isGuarded;
    this.#isGuarded ||= isGuard;
    const result = look();
    this.#isGuarded = before;
    return result;
  }

  #name(name: string, node: Node, names: Names): Known {
    const known = names.get(name) ?? null;
    if (known) this.types.add(known.type);
    if (names.has(name) || this.#isGuarded) return known;
    const near = nearestName(name, [...Object.keys(this.request.roots), ...this.request.names]);
    const isOther = near === null || near === `${name}s` || name === `${near}s`; // a plural is a name of its own
    if (!isOther && !this.names.some((each) => each.name === name))
      this.names.push({ ...this.#problem(node, `unknown field '${name}'`, near), name });
    return known;
  }

  #attribute(object: Known, name: string, node: Node): Known {
    const types = object?.kind === 'record' ? this.#typesOf(object) : [];
    if (types.length === 0) return null;
    const fields = fieldsNamed(types, name);
    const owner = types.find((type) => findField(type, name));
    if (owner) this.types.add(owner.name);
    if (fields.length > 0) return this.#field(fields);
    const method = METHOD.exec(name);
    const isMethod = method && (method[1] === undefined || fieldsNamed(types, method[1]).length > 0);
    if (this.#isGuarded || isMethod) return null;
    const near = nearestName(
      name,
      types.flatMap(({ fields: own, aliases }) => [...Object.keys(own), ...Object.keys(aliases)]),
    );
    const label = types.map((type) => type.label).join(' or ');
    const problem = this.#problem(node, `unknown field '${name}' of ${label}`, near);
    if (!this.fields.some(({ message }) => message === problem.message)) this.fields.push(problem);
    return null;
  }

  #typesOf({ type, others = [] }: KnownRows): ContractType[] {
    return [type, ...others].flatMap((name) => this.request.contract.types[name] ?? []);
  }

  /** What a field holds that several types may have; the first counts as touched. */
  #field([field, ...more]: readonly ContractField[]): Known {
    if (!field || field.kind === 'value') return null;
    const [type, ...others] = targetsOf(field);
    for (const target of targetsOf(field)) this.types.add(target);
    if (type === undefined) return null;
    const kind = isSet(field) ? 'set' : 'record';
    if (more.some((each) => isSet(each) !== isSet(field))) return null;
    return {
      kind,
      type,
      others: [...new Set([...others, ...more.flatMap(targetsOf)])].filter((each) => each !== type),
    };
  }

  #call(node: Call, names: Names): Known {
    for (const argument of valuesOf(node)) this.#value(argument, names);
    const { callee } = node;
    if (callee.kind !== 'attribute') {
      this.#value(callee, names);
      return null;
    }
    const object = this.#value(callee.object, names);
    if (object?.kind !== 'set') {
      this.#attribute(object, callee.name, callee);
      return null;
    }
    if (CONDITIONAL.has(callee.name))
      for (const { name } of node.kwargs) this.#path({ ...object, kind: 'record' }, name.split('__'), node);
    if (SAME_SET.has(callee.name)) return object;
    return ONE_OF.has(callee.name) ? itemOf(object) : null;
  }

  /** Fields that a condition such as `site__name` goes through; a lookup may end it. */
  #path(rows: KnownRows, [name = '', ...rest]: readonly string[], node: Node): void {
    const known = this.#attribute(rows, name, node);
    const isLookup = rest.length === 1 && /^(isnull|in|exact)$/.test(rest[0] ?? '');
    if (known && rest.length > 0 && !isLookup) this.#path({ ...known, kind: 'record' }, rest, node);
  }

  #filter(node: Filter, names: Names): Known {
    const isGuard = node.name === 'default' || node.name === 'd';
    const { value } = node;
    const known = value && this.#guarded(isGuard, () => this.#value(value, names));
    for (const argument of valuesOf(node)) this.#value(argument, names);
    if (isGuard) return known;
    if (known?.kind !== 'set') return null;
    if (SET_FILTERS.has(node.name)) return known;
    return ONE_FILTERS.has(node.name) ? itemOf(known) : null;
  }

  #problem({ line }: Node, what: string, near: string | null): RenderProblem {
    const message = `${what}, line ${line}${near === null ? '' : `, did you mean '${near}'?`}`;
    return { kind: 'UndefinedError', message, template: this.request.name, line, snippet: this.#snippet(line) };
  }

  #snippet(line: number): string | null {
    return this.#lines[line - 1]?.trim().slice(0, 200) ?? null;
  }
}

const itemOf = (known: Known): Known => (known?.kind === 'set' ? { ...known, kind: 'record' } : null);

const fieldsNamed = (types: readonly ContractType[], name: string): ContractField[] =>
  types.flatMap((type) => {
    const found = findField(type, name);
    return found ? [found[1]] : [];
  });

const targetsOf = (field: ContractField): readonly string[] => {
  if (field.kind === 'value') return [];
  if (field.kind === 'path' || field.kind === 'refs') return field.targets;
  return field.kind === 'arc' ? Object.values(field.targets) : [field.target];
};

const isSet = (field: ContractField): boolean =>
  field.kind === 'many' || field.kind === 'refs' || (field.kind === 'path' && !field.isOne);

const refusals = ({ name, source, options }: LintRequest): RenderProblem[] =>
  lint(source, name, options).map(({ kind, message, line }) => {
    const at = typeof line === 'number' ? line : null;
    const snippet = at === null ? null : (source.split('\n')[at - 1]?.trim().slice(0, 200) ?? null);
    return { kind: String(kind), message: String(message), template: name, line: at, snippet };
  });

/**
 * Looks at a source without rendering it: what the language refuses, fields that no record has, and the types it uses.
 *
 * Records are followed through loops, assignments, calls and filters; where a path is lost nothing is said.
 */
export function lintTemplate(request: LintRequest): LintResult {
  const refused = refusals(request);
  if (refused.length > 0) return { refused, fields: [], names: [], types: [] };
  const linter = new Linter(request);
  const names: Names = new Map([...BUILT_IN.split(' '), ...request.names].map((each) => [each, null]));
  for (const [root, known] of Object.entries(request.roots)) names.set(root, known);
  linter.statements(parse(request.source, request.name, request.options).body, names);
  return { refused, fields: linter.fields, names: linter.names, types: [...linter.types].sort() };
}
