import { TooExpensive } from '@plumbline/kit';
import { Lexer, Source, TokenKind } from 'graphql';

/** What a document may hold before anybody parses or validates it. */
export const DOCUMENT_LIMITS = { tokens: 10_000, aliases: 200, depth: 40 } as const;

interface Measured {
  readonly tokens: number;
  readonly aliases: number;
  /** Nesting of selections as written; fragments are measured again when the read is planned. */
  readonly depth: number;
}

const refuse = (what: keyof Measured, requested: number): never => {
  const limit = DOCUMENT_LIMITS[what];
  const sentence = what === 'depth' ? `is nested ${requested} levels deep` : `has more than ${limit} ${what}`;
  throw new TooExpensive(`The document ${sentence}; at most ${limit} are allowed.`, { requested, limit });
};

const count = (what: keyof Measured, value: number): void => {
  if (value > DOCUMENT_LIMITS[what]) refuse(what, value);
};

/** Counts tokens, aliases and nesting of a document; stops at the first syntax error, which the parser words. */
const measure = (text: string): void => {
  const lexer = new Lexer(new Source(text));
  let [tokens, aliases, depth, brackets] = [0, 0, 0, 0];
  for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
    count('tokens', ++tokens);
    if (token.kind === TokenKind.PAREN_L) brackets++;
    else if (token.kind === TokenKind.PAREN_R) brackets--;
    else if (brackets === 0 && token.kind === TokenKind.BRACE_L) count('depth', ++depth);
    else if (brackets === 0 && token.kind === TokenKind.BRACE_R) depth--;
    else if (brackets === 0 && token.kind === TokenKind.COLON) count('aliases', ++aliases);
  }
};

const MOST_KNOWN = 1_000;
const known = new Set<string>();

/**
 * Refuses a document that is too long, too deep or has too many aliases, before it is parsed.
 *
 * Documents that passed are remembered, so that repeated queries cost nothing.
 * @throws TooExpensive
 */
export const assertModest = (text: string): void => {
  if (known.has(text)) return;
  try {
    measure(text);
  } catch (error) {
    if (error instanceof TooExpensive) throw error;
    return; // no GraphQL; the parser says where
  }
  if (known.size >= MOST_KNOWN) known.clear();
  if (text.length < 20_000) known.add(text);
};
