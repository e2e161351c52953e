import type { Autoescape, Expression, Filter, If, Name, Place, Statement, TemplateNode } from './ast.ts';
import { Cursor } from './cursor.ts';
import { ExpressionParser } from './expressions.ts';
import { normaliseSource, tokenize } from './lexer.ts';
import type { SyntaxOptions, Token } from './tokens.ts';
import { tokenText } from './tokens.ts';

type Reader = (first: Token) => Statement | Statement[];

/** Reads statements. One method a tag; `TAGS` names them. */
class StatementParser extends ExpressionParser {
  private readonly open: string[] = [];
  private readonly ends: string[][] = [];

  private readonly tags = new Map<string, Reader>([
    ['for', (first) => this.forTag(first)],
    ['if', (first) => this.ifTag(first)],
    ['block', (first) => this.block(first)],
    ['extends', (first) => this.extends(first)],
    ['print', (first) => this.print(first)],
    ['macro', (first) => this.macro(first)],
    ['include', (first) => this.include(first)],
    ['import', (first) => this.import(first)],
    ['from', (first) => this.from(first)],
    ['set', (first) => this.set(first)],
    ['with', (first) => this.with(first)],
    ['autoescape', (first) => this.autoescape(first)],
    ['call', (first) => this.callBlock(first)],
    ['filter', (first) => this.filterBlock(first)],
    ['do', (first) => this.do(first)],
    ['break', (first) => ({ kind: 'break', ...this.cursor.place(first) })],
    ['continue', (first) => ({ kind: 'continue', ...this.cursor.place(first) })],
  ]);

  /** Statements up to one of the end tags, or to the end of the template. */
  body(endTags: readonly string[] | null): Statement[] {
    const { cursor } = this;
    const body: Statement[] = [];
    if (endTags) this.ends.push([...endTags]);
    while (!cursor.is('eof')) {
      const token = cursor.next();
      if (token.type === 'data') body.push({ kind: 'text', text: token.value, ...cursor.place(token) });
      else if (token.type === 'variable_begin') body.push(...this.variable());
      else {
        if (endTags && cursor.isName(...endTags)) {
          this.ends.pop();
          return body;
        }
        const made = cursor.deeper(() => this.statement());
        body.push(...(Array.isArray(made) ? made : [made]));
        cursor.expect('block_end');
      }
    }
    if (endTags) this.unexpectedEnd();
    return body;
  }

  private variable(): Statement[] {
    const first = this.cursor.current;
    const value = this.tuple();
    const place = this.cursor.place(first);
    this.cursor.expect('variable_end');
    return [{ kind: 'print', value, ...place }];
  }

  private statement(): Statement | Statement[] {
    const { cursor } = this;
    const token = cursor.current;
    if (token.type !== 'name') cursor.fail('tag name expected');
    const read = this.tags.get(token.value);
    if (!read) return this.unknownTag(token.value);
    this.open.push(token.value);
    cursor.next();
    const made = read(token);
    this.open.pop();
    return made;
  }

  private expectations(): string {
    const wanted = this.ends.at(-1);
    const currently = wanted
      ? ` Jinja was looking for the following tags: ${wanted.map((tag) => `'${tag}'`).join(' or ')}.`
      : '';
    const innermost = this.open.at(-1);
    return innermost ? `${currently} The innermost block that needs to be closed is '${innermost}'.` : currently;
  }

  private unknownTag(tag: string): never {
    const inside = this.ends.length > 0 ? this.expectations() : '';
    return this.cursor.fail(`Encountered unknown tag '${tag}'.${inside}`);
  }

  private unexpectedEnd(): never {
    return this.cursor.fail(`Unexpected end of template.${this.expectations()}`);
  }

  /** Body after a tag: its end of tag, the statements, and the end tag itself when `drop` is set. */
  private statements(ends: readonly string[], drop: boolean): Statement[] {
    this.cursor.skipOperator(':');
    this.cursor.expect('block_end');
    const body = this.body(ends);
    if (this.cursor.is('eof')) this.unexpectedEnd();
    if (drop) this.cursor.next();
    return body;
  }

  private forTag(first: Token): Statement {
    const { cursor } = this;
    const target = this.target({ endName: 'in' });
    cursor.expect('name', 'in');
    const iter = this.tuple({ conditions: false, endName: 'recursive' });
    const test = cursor.skipName('if') ? this.expression() : null;
    const recursive = cursor.skipName('recursive');
    const place = cursor.place(first);
    const body = this.statements(['endfor', 'else'], false);
    const orElse = cursor.next().value === 'endfor' ? [] : this.statements(['endfor'], true);
    return { kind: 'for', target, iter, body, orElse, test, recursive, ...place };
  }

  private ifTag(first: Token): Statement {
    const { cursor } = this;
    const branches: If['branches'][number][] = [];
    let start = first;
    const place = cursor.place(first);
    for (;;) {
      const { line } = start.value === 'elif' ? cursor.current : start;
      const test = this.tuple({ conditions: false });
      const at = { ...cursor.place(start), line };
      const body = this.statements(['elif', 'else', 'endif'], false);
      branches.push({ test, body, ...at });
      start = cursor.next();
      if (start.value !== 'elif') break;
    }
    const orElse = start.value === 'else' ? this.statements(['endif'], true) : [];
    return { kind: 'if', branches, orElse, ...place };
  }

  private block(first: Token): Statement {
    const { cursor } = this;
    const name = cursor.expect('name').value;
    const scoped = cursor.skipName('scoped');
    const required = cursor.skipName('required');
    if (cursor.isOperator('-')) {
      cursor.fail(
        'Block names in Jinja have to be valid Python identifiers and may not contain hyphens, use an underscore instead.',
      );
    }
    const place = cursor.place(first);
    const body = this.statements(['endblock'], true);
    if (required && !body.every((node) => node.kind === 'text' && node.text.trim() === ''))
      cursor.fail('Required blocks can only contain comments or whitespace', first.line);
    cursor.skipName(name);
    return { kind: 'block', name, scoped, required, body, ...place };
  }

  private extends(first: Token): Statement {
    const template = this.expression();
    return { kind: 'extends', template, ...this.cursor.place(first) };
  }

  private print(first: Token): Statement[] {
    const { cursor } = this;
    const values: Expression[] = [];
    while (!cursor.is('block_end')) {
      if (values.length > 0) cursor.expect('operator', ',');
      values.push(this.expression());
    }
    return values.map((value) => ({ kind: 'print', value, ...cursor.place(first) }));
  }

  private signature(): { params: Name[]; defaults: Expression[] } {
    const { cursor } = this;
    const params: Name[] = [];
    const defaults: Expression[] = [];
    cursor.expect('operator', '(');
    while (!cursor.isOperator(')')) {
      if (params.length > 0) cursor.expect('operator', ',');
      const target = this.target({ nameOnly: true });
      if (target.kind !== 'name') break;
      params.push({ ...target, use: 'param' });
      if (cursor.skipOperator('=')) defaults.push(this.expression());
      else if (defaults.length > 0) cursor.fail('non-default argument follows default argument');
    }
    cursor.expect('operator', ')');
    return { params, defaults };
  }

  private macro(first: Token): Statement {
    const { name } = this.target({ nameOnly: true }) as Name; // nameOnly gives a name
    const signature = this.signature();
    const place = this.cursor.place(first);
    const body = this.statements(['endmacro'], true);
    return { kind: 'macro', name, ...signature, body, ...place };
  }

  private callBlock(first: Token): Statement {
    const { cursor } = this;
    const signature = cursor.isOperator('(') ? this.signature() : { params: [], defaults: [] };
    const call = this.expression();
    if (call.kind !== 'call') return cursor.fail('expected call', first.line);
    const place = cursor.place(first);
    const body = this.statements(['endcall'], true);
    return { kind: 'callBlock', call, ...signature, body, ...place };
  }

  private filterBlock(first: Token): Statement {
    const filter = this.filter(null, true) as Filter; // inline reads one filter or fails
    const place = this.cursor.place(first);
    const body = this.statements(['endfilter'], true);
    return { kind: 'filterBlock', filter, body, ...place };
  }

  private include(first: Token): Statement {
    const { cursor } = this;
    const template = this.expression();
    const after = cursor.look();
    const ignoreMissing = cursor.isName('ignore') && after.type === 'name' && after.value === 'missing';
    if (ignoreMissing) {
      cursor.next();
      cursor.next();
    }
    return { kind: 'include', template, ignoreMissing, withContext: this.context(true), ...cursor.place(first) };
  }

  /** `with context` or `without context`. */
  private context(fallback: boolean): boolean {
    const { cursor } = this;
    const after = cursor.look();
    if (!cursor.isName('with', 'without') || after.type !== 'name' || after.value !== 'context') return fallback;
    const withContext = cursor.next().value === 'with';
    cursor.next();
    return withContext;
  }

  private import(first: Token): Statement {
    const template = this.expression();
    this.cursor.expect('name', 'as');
    const { name: target } = this.target({ nameOnly: true }) as Name; // nameOnly gives a name
    return { kind: 'import', template, target, withContext: this.context(false), ...this.cursor.place(first) };
  }

  private from(first: Token): Statement {
    const { cursor } = this;
    const template = this.expression();
    cursor.expect('name', 'import');
    const names: { name: string; alias: string }[] = [];
    let withContext: boolean | null = null;
    for (;;) {
      if (names.length > 0) cursor.expect('operator', ',');
      if (!cursor.is('name')) {
        cursor.expect('name');
        break;
      }
      withContext = this.contextOrNull();
      if (withContext !== null) break;
      names.push(this.importedName());
      withContext = this.contextOrNull();
      if (withContext !== null || !cursor.isOperator(',')) break;
    }
    return { kind: 'fromImport', template, names, withContext: withContext ?? false, ...cursor.place(first) };
  }

  private contextOrNull(): boolean | null {
    const before = this.cursor.current;
    const found = this.context(false);
    return this.cursor.current === before ? null : found;
  }

  private importedName(): { name: string; alias: string } {
    const { cursor } = this;
    const { name } = this.target({ nameOnly: true }) as Name; // nameOnly gives a name
    if (name.startsWith('_'))
      cursor.fail(
        'names starting with an underline can not be imported',
        cursor.current.line,
        'TemplateAssertionError',
      );
    const alias = cursor.skipName('as') ? (this.target({ nameOnly: true }) as Name).name : name;
    return { name, alias };
  }

  private set(first: Token): Statement {
    const { cursor } = this;
    const target = this.target({ namespace: true });
    if (cursor.skipOperator('=')) {
      const value = this.tuple();
      return { kind: 'assign', target, value, ...cursor.place(first) };
    }
    const filter = this.filter(null);
    const place = cursor.place(first);
    const body = this.statements(['endset'], true);
    return { kind: 'assignBlock', target, filter, body, ...place };
  }

  private with(first: Token): Statement {
    const { cursor } = this;
    const targets: Expression[] = [];
    const values: Expression[] = [];
    while (!cursor.is('block_end')) {
      if (targets.length > 0) cursor.expect('operator', ',');
      targets.push(this.target({}));
      cursor.expect('operator', '=');
      values.push(this.expression());
    }
    const place = cursor.place(first);
    return { kind: 'with', targets, values, body: this.statements(['endwith'], true), ...place };
  }

  private autoescape(first: Token): Autoescape {
    const value = this.expression();
    const place: Place = this.cursor.place(first);
    return { kind: 'autoescape', value, body: this.statements(['endautoescape'], true), ...place };
  }

  private do(first: Token): Statement {
    const value = this.tuple();
    return { kind: 'do', value, ...this.cursor.place(first) };
  }

  /** The whole template. */
  template(): TemplateNode {
    const { cursor } = this;
    const body = this.body(null);
    if (!cursor.is('eof')) cursor.fail(`unexpected '${tokenText(cursor.current)}'`);
    const { name, source } = cursor;
    return { kind: 'template', name, source, body, line: 1, column: 1, start: 0, end: source.length };
  }
}

/**
 * Syntax tree of a template.
 * @throws TemplateError of kind TemplateSyntaxError, with the line.
 */
export function parseTemplate(source: string, name: string, options: SyntaxOptions): TemplateNode {
  const text = normaliseSource(source, options.keep_trailing_newline);
  return new StatementParser(new Cursor(name, text, tokenize(text, name, options))).template();
}
