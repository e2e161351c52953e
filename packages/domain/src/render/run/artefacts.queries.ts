import type { GraphSession } from '@plumbline/engine';

/** An artefact that may still be what a render would give. */
export interface KnownArtefact {
  readonly text: string;
  readonly textHash: string;
  readonly inputHash: string;
  readonly reads: readonly string[];
}

const FIELDS = ['device', 'template', 'text', 'textHash', 'inputHash'] as const;

/** Key of an artefact among those of one extra data. */
export const artefactKey = (device: string, template: string): string => `${device} ${template}`;

/** Artefacts of devices the caller may see, by `artefactKey`; one statement. */
export const readArtefacts = async (
  session: GraphSession,
  devices: readonly string[],
  extraHash: string,
): Promise<Map<string, KnownArtefact>> => {
  const filter = { and: [{ device: { id: { in: devices } } }, { extraHash: { eq: extraHash } }] };
  const rows = await session.list('render.ConfigArtefact', [...FIELDS, 'reads'], { filter });
  return new Map(
    rows.map(({ values: [device, template, text, textHash, inputHash, reads] }) => [
      artefactKey(device ?? '', template ?? ''),
      {
        text: text ?? '',
        textHash: textHash ?? '',
        inputHash: inputHash ?? '',
        reads: reads === null || reads === undefined ? [] : (JSON.parse(reads) as string[]),
      },
    ]),
  );
};
