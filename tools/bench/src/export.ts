import type { BenchServer } from './server.ts';

/** Memory of the server while it writes an export, in megabytes. */
export interface ExportFigure {
  readonly bytes: number;
  readonly before: number;
  readonly peak: number;
}

const EVERY_MS = 5;
const ROUNDS = 5;

/** Asks a server for an export a few times and watches its memory. @throws Error when the answer is not streamed */
export const measureExport = async (server: BenchServer, query: string): Promise<ExportFigure> => {
  const before = server.memory();
  let [peak, bytes] = [before, 0];
  const timer = setInterval(() => (peak = Math.max(peak, server.memory())), EVERY_MS);
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const answer = await server.ask(query);
      if (!answer.isChunked) throw new Error('The export is not streamed.');
      bytes = answer.bytes;
    }
  } finally {
    clearInterval(timer);
  }
  return { bytes, before, peak };
};
