import type { GraphSession } from '@plumbline/engine';
import type { Subject } from '../subject.ts';

/** An artefact that may still be what a render would give. */
export interface KnownArtefact {
  readonly text: string;
  readonly textHash: string;
  readonly inputHash: string;
  readonly reads: readonly string[];
}

const FIELDS = ['template', 'text', 'textHash', 'inputHash', 'reads'] as const;

/** Key of an artefact among those of one extra data. */
export const artefactKey = (subject: string, template: string): string => `${subject} ${template}`;

/** Artefacts of rows the caller may see, by `artefactKey`; one statement. */
export const readArtefacts = async (
  session: GraphSession,
  { field }: Subject,
  ids: readonly string[],
  extraHash: string,
): Promise<Map<string, KnownArtefact>> => {
  const filter = { and: [{ [field]: { id: { in: ids } } }, { extraHash: { eq: extraHash } }] };
  const rows = await session.list('render.ConfigArtefact', [field, ...FIELDS], { filter });
  return new Map(
    rows.map(({ values: [subject, template, text, textHash, inputHash, reads] }) => [
      artefactKey(subject ?? '', template ?? ''),
      {
        text: text ?? '',
        textHash: textHash ?? '',
        inputHash: inputHash ?? '',
        reads: reads === null || reads === undefined ? [] : (JSON.parse(reads) as string[]),
      },
    ]),
  );
};
