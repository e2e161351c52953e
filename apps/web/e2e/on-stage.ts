import { openStage, type Stage } from './stage.ts';
import { inVisitTo } from './visit.ts';

/** The server and browser of a test file, and what runs a story in a visit of its own. */
export interface FileStage extends Stage {
  inVisit: ReturnType<typeof inVisitTo>;
}

/**
 * One server and one browser for a test file: opened before its tests, closed after them.
 *
 * The address is known inside tests only.
 */
export function onStage(settings: Record<string, string> = {}, args?: readonly string[]): FileStage {
  let stage: Stage | undefined;
  const held = (): Stage => {
    if (!stage) throw new Error('The stage is open inside tests only.');
    return stage;
  };
  const close = async (): Promise<void> => stage?.close();
  beforeAll(async () => {
    stage = await openStage(settings, args);
  });
  afterAll(close);
  return {
    get url() {
      return held().url;
    },
    get place() {
      return held().place;
    },
    get browser() {
      return held().browser;
    },
    close,
    inVisit: inVisitTo(held),
  };
}
