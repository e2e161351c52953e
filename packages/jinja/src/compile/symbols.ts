import type { Expression, For, If, MacroSignature, Node, Statement } from '../syntax/ast.ts';
import { children } from '../syntax/walk.ts';

/** One function of a template: root, block, macro or recursive loop. Its variables live in numbered slots. */
export class Unit {
  slots = 0;

  constructor(readonly parent: Unit | null) {}

  /** Number of units between this one and an outer one. */
  hopsTo(outer: Unit): number {
    return this === outer || !this.parent ? 0 : 1 + this.parent.hopsTo(outer);
  }
}

/** A variable of a scope. */
export interface Slot {
  readonly unit: Unit;
  readonly index: number;
  readonly name: string;
}

/** What a slot holds when its scope is entered. */
export type Load = { readonly kind: 'param' | 'missing' | 'resolve' } | { readonly kind: 'alias'; readonly of: Slot };

const PARAM: Load = { kind: 'param' };
const MISSING: Load = { kind: 'missing' };
const RESOLVE: Load = { kind: 'resolve' };

/**
 * Names of one scope. Follows Jinja's rules: a name that is only read comes from the context or the outer scope;
 * a name that is written starts as a copy of the outer one and stays inside; branches of an `if` share a scope.
 */
export class Symbols {
  readonly loads = new Map<Slot, Load>();
  readonly stores = new Set<string>();
  private readonly refs = new Map<string, Slot>();

  constructor(
    readonly unit: Unit,
    readonly parent: Symbols | null,
    private readonly slots = new Map<string, Slot>(),
  ) {}

  /** Copy for one branch of an `if`; slots of equal names are shared. */
  branch(): Symbols {
    const copy = new Symbols(this.unit, this.parent, this.slots);
    for (const [name, slot] of this.refs) copy.refs.set(name, slot);
    for (const [slot, load] of this.loads) copy.loads.set(slot, load);
    for (const name of this.stores) copy.stores.add(name);
    return copy;
  }

  find(name: string): Slot | undefined {
    return this.refs.get(name) ?? this.parent?.find(name);
  }

  loadOf(slot: Slot): Load | undefined {
    return this.loads.get(slot) ?? this.parent?.loadOf(slot);
  }

  private define(name: string, load: Load): Slot {
    let slot = this.slots.get(name);
    if (!slot) {
      slot = { unit: this.unit, index: this.unit.slots, name };
      this.unit.slots += 1;
      this.slots.set(name, slot);
    }
    this.refs.set(name, slot);
    this.loads.set(slot, load);
    return slot;
  }

  read(name: string): void {
    if (!this.find(name)) this.define(name, RESOLVE);
  }

  write(name: string): void {
    this.stores.add(name);
    if (this.refs.has(name)) return;
    const outer = this.parent?.find(name);
    this.define(name, outer ? { kind: 'alias', of: outer } : MISSING);
  }

  param(name: string): Slot {
    this.stores.add(name);
    return this.define(name, PARAM);
  }

  /** Takes over what branches declared; a name that not every branch writes keeps its outer value. */
  merge(branches: readonly Symbols[]): void {
    const counts = new Map<string, number>();
    for (const { stores } of branches)
      for (const name of stores) if (!this.stores.has(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
    for (const branch of branches) {
      for (const [name, slot] of branch.refs) this.refs.set(name, slot);
      for (const [slot, load] of branch.loads) this.loads.set(slot, load);
      for (const name of branch.stores) this.stores.add(name);
    }
    for (const [name, count] of counts) {
      const slot = this.find(name);
      if (count === branches.length || !slot) continue;
      const outer = this.parent?.find(name);
      this.loads.set(slot, outer ? { kind: 'alias', of: outer } : RESOLVE);
    }
  }

  /** Names written here or further out, with the slot that holds them now. */
  written(): Map<string, Slot> {
    const found = this.parent?.written() ?? new Map<string, Slot>();
    for (const name of this.stores) {
      const slot = this.find(name);
      if (slot) found.set(name, slot);
    }
    return found;
  }
}

/** Collects the names that nodes read and write into a scope; inner scopes are left to themselves. */
export class Collector {
  constructor(private symbols: Symbols) {}

  visit(node: Node): void {
    switch (node.kind) {
      case 'name':
        return this.name(node.name, node.use);
      case 'namespaceTarget':
        return this.symbols.read(node.name);
      case 'if':
        return this.if(node);
      case 'for':
        return this.visit(node.iter);
      case 'macro':
        return this.symbols.write(node.name);
      case 'block':
      case 'autoescape':
        return;
      default:
        this.statement(node);
    }
  }

  private statement(node: Node): void {
    switch (node.kind) {
      case 'import':
        this.visit(node.template);
        return this.symbols.write(node.target);
      case 'fromImport':
        this.visit(node.template);
        for (const { alias } of node.names) this.symbols.write(alias);
        return;
      case 'assign':
        this.visit(node.value);
        return this.visit(node.target);
      case 'callBlock':
        return this.visit(node.call);
      case 'filterBlock':
        return this.visit(node.filter);
      case 'assignBlock':
        return this.visit(node.target);
      case 'with':
        return this.all(node.values);
      default:
        for (const child of children(node)) this.visit(child);
    }
  }

  private name(name: string, use: 'load' | 'store' | 'param'): void {
    if (use === 'param') this.symbols.param(name);
    else if (use === 'store') this.symbols.write(name);
    else this.symbols.read(name);
  }

  private all(nodes: readonly Node[]): void {
    for (const node of nodes) this.visit(node);
  }

  private if({ branches, orElse }: If): void {
    const [first, ...others] = branches;
    if (!first) return;
    this.visit(first.test);
    const bodies = this.inBranch(first.body);
    const elifs = this.inBranch(others.map((branch) => ({ kind: 'if', ...branch, branches: [branch], orElse: [] })));
    this.symbols.merge([bodies, elifs, this.inBranch(orElse)]);
  }

  private inBranch(nodes: readonly Node[]): Symbols {
    const outer = this.symbols;
    const branch = outer.branch();
    this.symbols = branch;
    this.all(nodes);
    this.symbols = outer;
    return branch;
  }

  /** Declares every name of a target as a parameter. */
  params(target: Expression): void {
    if (target.kind === 'name') this.symbols.param(target.name);
    else for (const child of children(target)) this.params(child as Expression); // targets hold only targets
  }
}

/** Names of a loop's body, its `else`, or its `if` condition. */
export function collectFor(symbols: Symbols, node: For, part: 'body' | 'else' | 'test'): void {
  const collector = new Collector(symbols);
  if (part !== 'else') collector.params(node.target);
  const nodes = part === 'body' ? node.body : part === 'else' ? node.orElse : node.test ? [node.test] : [];
  for (const child of nodes) collector.visit(child);
}

/** Names of a macro's or call block's parameters, defaults and body. */
export function collectMacro(symbols: Symbols, node: MacroSignature): void {
  collectBody(symbols, [...node.params, ...node.defaults, ...node.body]);
}

/** Names of a body. */
export function collectBody(symbols: Symbols, nodes: readonly (Statement | Expression)[]): void {
  const collector = new Collector(symbols);
  for (const node of nodes) collector.visit(node);
}
