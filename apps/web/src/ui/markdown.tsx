import { lexer, type Token, type Tokens } from 'marked';
import type { ReactNode } from 'react';
import css from './markdown.module.css';
import { textClass } from './text.tsx';

/** Addresses that a text of people may lead to; anything else is shown as text. */
const openable = /^(https?:\/\/|mailto:|\/(?![/\\])|#)/i;

function Anchor({ href, children }: { href: string; children: ReactNode }) {
  if (!openable.test(href)) return <span title={href}>{children}</span>;
  return (
    <a className={textClass.link} href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}

function Item({ item }: { item: Tokens.ListItem }) {
  return (
    <li>
      {item.task ? <input type="checkbox" checked={item.checked === true} readOnly disabled aria-label="done" /> : null}
      <Parts tokens={item.tokens} />
    </li>
  );
}

function Rows({ table }: { table: Tokens.Table }) {
  return (
    <table className={css.table}>
      <thead>
        <tr>
          {table.header.map((cell, at) => (
            <th key={at} scope="col">
              <Parts tokens={cell.tokens} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map((row, at) => (
          <tr key={at}>
            {row.map((cell, column) => (
              <td key={column}>
                <Parts tokens={cell.tokens} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type Show<T> = (token: T) => ReactNode;

/** How each kind of token is shown. What is not here, markup among it, shows as the text it is. */
const shown: Readonly<Record<string, Show<never>>> = {
  space: () => null,
  checkbox: () => null,
  def: () => null,
  br: () => <br />,
  hr: () => <hr />,
  heading: ({ tokens }: Tokens.Heading) => (
    <p className={css.heading}>
      <Parts tokens={tokens} />
    </p>
  ),
  paragraph: ({ tokens }: Tokens.Paragraph) => (
    <p>
      <Parts tokens={tokens} />
    </p>
  ),
  blockquote: ({ tokens }: Tokens.Blockquote) => (
    <blockquote>
      <Parts tokens={tokens} />
    </blockquote>
  ),
  list: ({ ordered, start, items }: Tokens.List) =>
    ordered ? (
      <ol start={start === '' ? 1 : start}>
        {items.map((item, at) => (
          <Item key={at} item={item} />
        ))}
      </ol>
    ) : (
      <ul>
        {items.map((item, at) => (
          <Item key={at} item={item} />
        ))}
      </ul>
    ),
  table: (table: Tokens.Table) => <Rows table={table} />,
  code: ({ text }: Tokens.Code) => (
    <pre className={css.code}>
      <code>{text}</code>
    </pre>
  ),
  codespan: ({ text }: Tokens.Codespan) => <code>{text}</code>,
  strong: ({ tokens }: Tokens.Strong) => (
    <strong>
      <Parts tokens={tokens} />
    </strong>
  ),
  em: ({ tokens }: Tokens.Em) => (
    <em>
      <Parts tokens={tokens} />
    </em>
  ),
  del: ({ tokens }: Tokens.Del) => (
    <del>
      <Parts tokens={tokens} />
    </del>
  ),
  link: ({ href, tokens }: Tokens.Link) => (
    <Anchor href={href}>
      <Parts tokens={tokens} />
    </Anchor>
  ),
  image: ({ href, text }: Tokens.Image) => <Anchor href={href}>{text || href}</Anchor>,
  text: (token: Tokens.Text) => (token.tokens ? <Parts tokens={token.tokens} /> : token.text),
  escape: ({ text }: Tokens.Escape) => text,
};

function Parts({ tokens }: { tokens: readonly Token[] }) {
  return tokens.map((token, at) => {
    const show = shown[token.type] as Show<Token> | undefined; // of the same kind
    return <Part key={at}>{show ? show(token) : token.raw}</Part>;
  });
}

function Part({ children }: { children: ReactNode }) {
  return children;
}

/** A text in Markdown. Nothing in it is taken as markup of the page: tags show as they were written. */
export function Markdown({ text }: { text: string }) {
  return (
    <div className={css.text}>
      <Parts tokens={lexer(text, { gfm: true, breaks: true })} />
    </div>
  );
}
