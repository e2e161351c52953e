import type { ReactElement } from 'react';
import { sampleField } from '../../catalogue/sample.fixture.ts';
import { LongTextCell } from '../long-text/cell.tsx';
import { UrlCell } from './cell.tsx';

/** What a cell is made of; what it holds is text to the browser, unless it is an element. */
const made = (cell: unknown) => cell as ReactElement<{ href?: string; rel?: string; children: unknown }>;

const link = (value: string) =>
  made(UrlCell({ value, field: sampleField('website', 'url'), row: { id: 'x' } as never }));

test.each(['https://example.net/a?b=1', 'http://example.net/', 'HTTPS://example.net/'])('%s is a link', (value) => {
  expect(link(value).type).toBe('a');
  expect(link(value).props).toMatchObject({ href: value, rel: 'noreferrer' });
});

test.each([
  'javascript:alert(1)//https://x',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  '//evil.example/',
  'https:evil',
])('%j stays text', (value) => {
  expect(link(value).type).not.toBe('a');
  expect(link(value).props).toEqual({ children: value });
});

test('a long text is shown as the text it is', () => {
  const value = '[x](javascript:alert(1)) <img src=x onerror=alert(1)>';
  const field = sampleField('comments', 'longText');
  expect(made(LongTextCell({ value, field, row: { id: 'x' } as never })).props.children).toBe(value);
});
