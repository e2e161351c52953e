import { contractDigest, RENDERER, type Contract } from '@plumbline/render';
import { createHash } from 'node:crypto';

/** SHA-256 of texts in their order, as hexadecimal text; where one ends counts. */
export const sha256 = (...texts: readonly string[]): string => {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text.length}:`).update(text);
  return hash.digest('hex');
};

/** SHA-256 of a text alone, as `sha256sum` prints it. */
export const textDigest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What goes into a render besides the answers it gets. */
export interface RenderInput {
  /** What templates may name. */
  readonly contract: Contract;
  /** Id of what is rendered. */
  readonly subject: string;
  readonly name: string;
  readonly source: string;
  readonly options: object;
  readonly context: string;
  readonly extra: string | null;
  /** What the saved query answers. */
  readonly data: string | null;
}

/** SHA-256 of all that goes into a render; another version of the renderer gives another. */
export const inputDigest = (input: RenderInput, answers: string): string => {
  const { contract, subject, name, source, options, context, extra, data } = input;
  const fixed = [RENDERER, contractDigest(contract), subject, name, source, JSON.stringify(options)];
  return sha256(...fixed, context, extra ?? '', data ?? '', answers);
};

/** Key of extra data in artefacts. */
export const extraKey = (extra: object | null): string => (extra === null ? 'none' : sha256(JSON.stringify(extra)));
