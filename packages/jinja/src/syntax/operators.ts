import type { Binary, CompareOp, Expression } from './ast.ts';
import type { Cursor } from './cursor.ts';

const COMPARE: readonly string[] = ['==', '!=', '<', '<=', '>', '>='];
/** Reads operators in the order real Jinja2 gives them: a conditional binds least, a power most. */
export abstract class OperatorParser {
  constructor(protected readonly cursor: Cursor) {}

  abstract unary(withFilters: boolean): Expression;

  expression(conditions = true): Expression {
    return this.cursor.deeper(() => (conditions ? this.conditional() : this.or()));
  }

  private conditional(): Expression {
    const first = this.cursor.current;
    let yes = this.or();
    while (this.cursor.skipName('if')) {
      const test = this.or();
      const no = this.cursor.skipName('else') ? this.expression() : null;
      yes = { kind: 'conditional', test, yes, no, ...this.cursor.place(first) };
    }
    return yes;
  }

  private or(): Expression {
    const first = this.cursor.current;
    let left = this.and();
    while (this.cursor.skipName('or')) {
      const right = this.and();
      left = { kind: 'logical', op: 'or', left, right, ...this.cursor.place(first) };
    }
    return left;
  }

  private and(): Expression {
    const first = this.cursor.current;
    let left = this.not();
    while (this.cursor.skipName('and')) {
      const right = this.not();
      left = { kind: 'logical', op: 'and', left, right, ...this.cursor.place(first) };
    }
    return left;
  }

  private not(): Expression {
    const first = this.cursor.current;
    if (!this.cursor.skipName('not')) return this.compare();
    const operand = this.cursor.deeper(() => this.not());
    return { kind: 'unary', op: 'not', operand, ...this.cursor.place(first) };
  }

  private compare(): Expression {
    const { cursor } = this;
    const first = cursor.current;
    const left = this.sum();
    const rest: { op: CompareOp; right: Expression }[] = [];
    for (;;) {
      const op = this.compareOp();
      if (!op) break;
      rest.push({ op, right: this.sum() });
    }
    return rest.length === 0 ? left : { kind: 'compare', left, rest, ...cursor.place(first) };
  }

  private compareOp(): CompareOp | null {
    const { cursor } = this;
    if (cursor.current.type === 'operator' && COMPARE.includes(cursor.current.value))
      return cursor.next().value as CompareOp; // one of COMPARE
    if (cursor.skipName('in')) return 'in';
    const { type, value } = cursor.look();
    if (!cursor.isName('not') || type !== 'name' || value !== 'in') return null;
    cursor.next();
    cursor.next();
    return 'not in';
  }

  private binary(ops: readonly Binary['op'][], operand: () => Expression): Expression {
    const { cursor } = this;
    const first = cursor.current;
    let left = operand();
    while (cursor.isOperator(...ops)) {
      const op = cursor.next().value as Binary['op']; // one of ops
      const right = operand();
      left = { kind: 'binary', op, left, right, ...cursor.place(first) };
    }
    return left;
  }

  private sum(): Expression {
    return this.binary(['+', '-'], () => this.concat());
  }

  private concat(): Expression {
    const first = this.cursor.current;
    const items = [this.product()];
    while (this.cursor.skipOperator('~')) items.push(this.product());
    return items.length === 1 ? (items[0] as Expression) : { kind: 'concat', items, ...this.cursor.place(first) };
  }

  private product(): Expression {
    return this.binary(['*', '/', '//', '%'], () => this.binary(['**'], () => this.unary(true)));
  }
}
