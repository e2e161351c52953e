import { renderToStaticMarkup } from 'react-dom/server';
import { Markdown } from './markdown.tsx';

const html = (text: string): string => renderToStaticMarkup(<Markdown text={text} />);

test('text is laid out as its author meant', () => {
  const shown = html('# Plan\n\n- **one**\n- [x] two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nshow run\n```');
  for (const part of ['<strong>one</strong>', '<td>2</td>', '<code>show run</code>', 'checked=""'])
    expect(shown).toContain(part);
});

test('tags show as they were written and do nothing', () => {
  const shown = html('<script>alert(1)</script>\n\nhi <img src=x onerror=alert(1)> there');
  expect(shown).not.toMatch(/<(script|img)/);
  expect(shown).toContain('&lt;script&gt;');
});

test.each(['javascript:alert(1)', 'data:text/html,x', 'JaVaScRiPt:alert(1)', '//evil.example', 'vbscript:x'])(
  'a link to %s leads nowhere',
  (address) => {
    const shown = html(`[click](${address}) ![pic](${address})`);
    expect(shown).not.toContain('href');
    expect(shown).toContain('click');
  },
);

test('a link to the web opens apart and tells nobody where it came from', () => {
  expect(html('[a](https://a.example/b)')).toContain('rel="noopener noreferrer nofollow"');
});
