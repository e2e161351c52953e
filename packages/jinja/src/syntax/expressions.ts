import type { Arguments, Expression, Filter, Name, Place } from './ast.ts';
import { Float, type Value } from '../values/model.ts';
import { isTarget, NO_ARGUMENTS } from './shapes.ts';
import { OperatorParser } from './operators.ts';
import { readInteger } from './literals.ts';
import { tokenText, type Token } from './tokens.ts';

const CONSTANTS = new Map<string, Value>([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['none', null],
  ['None', null],
]);

/** How a list of expressions without brackets is read. */
export interface TupleRules {
  /** Only names and simple values, as in loop targets. */
  readonly simplified?: boolean;
  readonly conditions?: boolean;
  /** Name that ends the list, as `in`. */
  readonly endName?: string;
  /** Brackets were there: an empty list is fine. */
  readonly bracketed?: boolean;
}

/** Reads values: literals, brackets, and what follows a value. */
export class ExpressionParser extends OperatorParser {
  unary(withFilters: boolean): Expression {
    const { cursor } = this;
    const first = cursor.current;
    let node: Expression;
    if (cursor.isOperator('-', '+')) {
      const op = cursor.next().value === '-' ? '-' : '+';
      const operand = cursor.deeper(() => this.unary(false));
      node = { kind: 'unary', op, operand, ...cursor.place(first) };
    } else node = this.primary();
    node = this.postfix(node, first);
    return withFilters ? this.filters(node, first) : node;
  }

  primary(): Expression {
    const { cursor } = this;
    const token = cursor.current;
    switch (token.type) {
      case 'name':
        return this.nameOrConstant(cursor.next());
      case 'string':
        return this.strings(token);
      case 'integer':
        cursor.next();
        return { kind: 'const', value: readInteger(token.value), ...cursor.place(token) };
      case 'float':
        cursor.next();
        return { kind: 'const', value: new Float(Number(token.value)), ...cursor.place(token) };
      default:
        return this.bracketed(token);
    }
  }

  private nameOrConstant(token: Token): Expression {
    const value = CONSTANTS.get(token.value);
    if (value !== undefined) return { kind: 'const', value, ...this.cursor.place(token) };
    return { kind: 'name', name: token.value, use: 'load', ...this.cursor.place(token) };
  }

  private strings(first: Token): Expression {
    let value = '';
    while (this.cursor.is('string')) value += this.cursor.next().value;
    return { kind: 'const', value, ...this.cursor.place(first) };
  }

  private bracketed(token: Token): Expression {
    const { cursor } = this;
    if (cursor.skipOperator('(')) {
      const node = this.tuple({ bracketed: true, conditions: true });
      cursor.expect('operator', ')');
      return node;
    }
    if (cursor.skipOperator('[')) return this.list(token);
    if (cursor.skipOperator('{')) return this.dict(token);
    return cursor.fail(`unexpected '${tokenText(token)}'`);
  }

  private list(first: Token): Expression {
    const { cursor } = this;
    const items: Expression[] = [];
    while (!cursor.isOperator(']')) {
      if (items.length > 0) cursor.expect('operator', ',');
      if (cursor.isOperator(']')) break;
      items.push(this.expression());
    }
    cursor.expect('operator', ']');
    return { kind: 'list', items, ...cursor.place(first) };
  }

  private dict(first: Token): Expression {
    const { cursor } = this;
    const pairs: [Expression, Expression][] = [];
    while (!cursor.isOperator('}')) {
      if (pairs.length > 0) cursor.expect('operator', ',');
      if (cursor.isOperator('}')) break;
      const key = this.expression();
      cursor.expect('operator', ':');
      pairs.push([key, this.expression()]);
    }
    cursor.expect('operator', '}');
    return { kind: 'dict', pairs, ...cursor.place(first) };
  }

  /** One expression, or several with commas as a tuple. */
  tuple(rules: TupleRules = { conditions: true }): Expression {
    const { cursor } = this;
    const first = cursor.current;
    const items: Expression[] = [];
    let isTuple = false;
    for (;;) {
      if (items.length > 0) cursor.expect('operator', ',');
      if (this.tupleEnds(rules)) break;
      items.push(rules.simplified ? cursor.deeper(() => this.primary()) : this.expression(rules.conditions ?? true));
      if (!cursor.isOperator(',')) break;
      isTuple = true;
    }
    if (!isTuple) {
      const [only] = items;
      if (only) return only;
      if (!rules.bracketed) cursor.fail(`Expected an expression, got '${tokenText(cursor.current)}'`);
    }
    return { kind: 'tuple', items, ...cursor.place(first) };
  }

  private tupleEnds({ endName }: TupleRules): boolean {
    const { cursor } = this;
    if (cursor.is('variable_end') || cursor.is('block_end') || cursor.isOperator(')')) return true;
    return endName !== undefined && cursor.isName(endName);
  }

  postfix(node: Expression, first: Token): Expression {
    const { cursor } = this;
    let result = node;
    for (;;) {
      if (cursor.isOperator('.', '[')) result = this.subscript(result, first);
      else if (cursor.isOperator('(')) result = this.call(result, first);
      else return result;
    }
  }

  /** Filters, tests and calls after a value. */
  filters(node: Expression, first: Token): Expression {
    const { cursor } = this;
    let result = node;
    for (;;) {
      if (cursor.isOperator('|')) result = this.filter(result) ?? result;
      else if (cursor.isName('is')) result = this.test(result, first);
      else if (cursor.isOperator('(')) result = this.call(result, first);
      else return result;
    }
  }

  private subscript(object: Expression, first: Token): Expression {
    const { cursor } = this;
    const { value: opening, line } = cursor.next();
    if (opening === '.') {
      const token = cursor.next();
      if (token.type === 'name') return { kind: 'attribute', object, name: token.value, ...cursor.place(first), line };
      if (token.type !== 'integer') cursor.fail('expected name or number', token.line);
      const key: Expression = { kind: 'const', value: readInteger(token.value), ...cursor.place(token) };
      return { kind: 'item', object, key, ...cursor.place(first), line };
    }
    const start = cursor.current;
    const keys: Expression[] = [];
    while (!cursor.isOperator(']')) {
      if (keys.length > 0) cursor.expect('operator', ',');
      keys.push(this.subscribed());
    }
    if (keys.length === 0) cursor.fail('expected subscript expression');
    const place = cursor.place(start);
    cursor.expect('operator', ']');
    const key: Expression = keys.length === 1 ? (keys[0] as Expression) : { kind: 'tuple', items: keys, ...place };
    return { kind: 'item', object, key, ...cursor.place(first), line };
  }

  private subscribed(): Expression {
    const { cursor } = this;
    const first = cursor.current;
    const from = cursor.isOperator(':') ? null : this.expression();
    if (!cursor.isOperator(':')) return from as Expression; // no colon at first, so it was read
    cursor.next();
    const part = (): Expression | null => (cursor.isOperator(':', ']', ',') ? null : this.expression());
    const to = part();
    const step = cursor.skipOperator(':') ? part() : null;
    return { kind: 'slice', from, to, step, ...cursor.place(first) };
  }

  call(callee: Expression, first: Token): Expression {
    const { line } = this.cursor.current;
    const args = this.args();
    return { kind: 'call', callee, ...args, ...this.cursor.place(first), line };
  }

  args(): Arguments {
    const { cursor } = this;
    const open = cursor.expect('operator', '(');
    const args: Expression[] = [];
    const kwargs: { name: string; value: Expression }[] = [];
    const stars: { star: Expression | null; doubleStar: Expression | null } = { star: null, doubleStar: null };
    const ensure = (ok: boolean): void => {
      if (!ok) cursor.fail('invalid syntax for function call expression', open.line);
    };
    let comma = false;
    while (!cursor.isOperator(')')) {
      if (comma) cursor.expect('operator', ',');
      if (comma && cursor.isOperator(')')) break;
      if (cursor.skipOperator('*')) {
        ensure(stars.star === null && stars.doubleStar === null);
        stars.star = this.expression();
      } else if (cursor.skipOperator('**')) {
        ensure(stars.doubleStar === null);
        stars.doubleStar = this.expression();
      } else if (this.isKeyword()) {
        ensure(stars.doubleStar === null);
        const name = cursor.next().value;
        cursor.next();
        kwargs.push({ name, value: this.expression() });
      } else {
        ensure(stars.star === null && stars.doubleStar === null && kwargs.length === 0);
        args.push(this.expression());
      }
      comma = true;
    }
    cursor.expect('operator', ')');
    return { args, kwargs, ...stars };
  }

  private isKeyword(): boolean {
    const after = this.cursor.look();
    return this.cursor.is('name') && after.type === 'operator' && after.value === '=';
  }

  /** A filter after `|`; with `inline` the name stands without a bar first, as in `{% filter name %}`. */
  filter(value: Expression | null, inline = false): Filter | null {
    const { cursor } = this;
    let result: Expression | null = value;
    let start = inline;
    while (cursor.isOperator('|') || start) {
      if (!start) cursor.next();
      const first = cursor.expect('name');
      const name = this.dotted(first);
      const args = cursor.isOperator('(') ? this.args() : NO_ARGUMENTS;
      result = { kind: 'filter', value: result, name, ...args, ...this.filterPlace(first, result) };
      start = false;
    }
    return result?.kind === 'filter' ? result : null;
  }

  private filterPlace(first: Token, value: Expression | null): Place {
    const place = this.cursor.place(first);
    return value ? { ...place, start: value.start } : place;
  }

  private dotted(first: Token): string {
    let name = first.value;
    while (this.cursor.skipOperator('.')) name += `.${this.cursor.expect('name').value}`;
    return name;
  }

  private test(value: Expression, first: Token): Expression {
    const { cursor } = this;
    const { line } = cursor.next();
    const negated = cursor.skipName('not');
    const name = this.dotted(cursor.expect('name'));
    const args = this.testArguments();
    return { kind: 'test', value, name, negated, ...args, ...cursor.place(first), line };
  }

  private testArguments(): Arguments {
    const { cursor } = this;
    if (cursor.isOperator('(')) return this.args();
    const { type } = cursor.current;
    const starts = ['name', 'string', 'integer', 'float'].includes(type) || cursor.isOperator('[', '{');
    if (!starts || cursor.isName('else', 'or', 'and')) return NO_ARGUMENTS;
    if (cursor.isName('is')) cursor.fail('You cannot chain multiple tests with is');
    const first = cursor.current;
    const arg = cursor.deeper(() => this.postfix(this.primary(), first));
    return { ...NO_ARGUMENTS, args: [arg] };
  }

  /** Target of an assignment: a name, a tuple of names, or `namespace.attribute`. */
  target(rules: TupleRules & { namespace?: boolean; nameOnly?: boolean } = {}): Expression {
    const { cursor } = this;
    const after = cursor.look();
    if (rules.namespace && cursor.is('name') && after.type === 'operator' && after.value === '.') {
      const token = cursor.next();
      cursor.next();
      const attribute = cursor.expect('name').value;
      return { kind: 'namespaceTarget', name: token.value, attribute, ...cursor.place(token) };
    }
    const first = cursor.current;
    if (rules.nameOnly) return this.param(cursor.expect('name'), 'store');
    const target = this.tuple({ simplified: true, ...rules });
    return this.stored(target, first);
  }

  param(token: Token, use: Name['use']): Name {
    return { kind: 'name', name: token.value, use, ...this.cursor.place(token) };
  }

  private stored(node: Expression, first: Token): Expression {
    if (!isTarget(node)) return this.cursor.fail(`can't assign to '${node.kind}'`, first.line);
    if (node.kind === 'tuple') return { ...node, items: node.items.map((item) => this.stored(item, first)) };
    return node.kind === 'name' ? { ...node, use: 'store' } : node;
  }
}
