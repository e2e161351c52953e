import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Dict, TemplateError, parseJson, render, type Value } from '../src/index.ts';

interface Row {
  readonly template: string;
  readonly options?: Record<string, unknown>;
  readonly text?: string;
  readonly error?: string;
  readonly line?: number | null;
}

interface Table {
  readonly templates: Record<string, string>;
  readonly cases: readonly Row[];
}

const textOf = (name: string): string => readFileSync(join(__dirname, 'golden', `${name}.json`), 'utf8');

const expectation = ({ text, error, line }: Row): string =>
  error === undefined ? `text ${text}` : `${error} ${line ?? ''}`;

function outcome(row: Row, templates: Record<string, string>, context: Dict): string {
  try {
    return `text ${render(row.template, context, { ...row.options, templates })}`;
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return `${error.kind} ${row.line ? error.line : ''}`;
  }
}

/** The context anew for each case, since templates may change lists and dicts; the table has it on a line of its own. */
function contextOf(line: string): Dict {
  const context: Value = parseJson(line);
  if (!(context instanceof Dict)) throw new Error('A table has no context.');
  return context;
}

describe.each(['expressions', 'values', 'statements', 'composition', 'scopes'])('%s', (name) => {
  test('come out as real Jinja2 renders them', () => {
    const source = textOf(name);
    const { templates, cases } = JSON.parse(source) as Table;
    const [line = ''] = /(?<=^"context": ).*(?=,$)/m.exec(source) ?? [];
    const wrong = cases.flatMap((row) => {
      const got = outcome(row, templates, contextOf(line));
      return got === expectation(row) ? [] : [{ template: row.template, got, wanted: expectation(row) }];
    });
    expect(wrong).toEqual([]);
    expect(cases.length).toBeGreaterThan(80);
  });
});
