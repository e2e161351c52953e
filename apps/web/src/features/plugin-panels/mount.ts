import { graphql } from '../../api/client.ts';
import { serverConfig } from '../../api/config.ts';
import type { Row, UiEntity, UiPanel } from '../../catalogue/types.ts';

/** What a panel of a plugin is given; the whole of what it may rely on. */
export interface PanelContext {
  /** Full name of the entity, `dcim.Site`. */
  entity: string;
  /** The object whose page it is. */
  object: { id: string; number: number | null; display: string | null };
  /** Asks a GraphQL question as the person who looks; rejects with the server's words. */
  query: (document: string, variables?: Record<string, unknown>) => Promise<unknown>;
  /** Address of a page of the client, such as `example/batteries`, for links. */
  href: (path: string) => string;
  /** Aborted when the panel leaves the page. */
  signal: AbortSignal;
}

/** Ends what `mount` began. */
type Unmount = () => void;

interface PanelModule {
  mount?: (element: HTMLElement, context: PanelContext) => Unmount | undefined | Promise<Unmount | undefined>;
}

const contextOf = (entity: UiEntity, row: Row, signal: AbortSignal): PanelContext => ({
  entity: entity.name,
  object: { id: row.id, number: row.number, display: row.display },
  query: async (query, variables = {}) => (await graphql<unknown>({ query, variables }, signal)).data,
  href: (path) => serverConfig().base + path.replace(/^\//, ''),
  signal,
});

/**
 * Loads a panel's module and lets it fill an element; gives what removes it.
 *
 * Errors of the module go to `fail`, unless the panel has been removed meanwhile.
 */
export function mountPanel(
  panel: UiPanel,
  entity: UiEntity,
  row: Row,
  element: HTMLElement,
  fail: (error: unknown) => void,
): () => void {
  const gone = new AbortController();
  let unmount: Unmount | undefined;
  const begin = async (): Promise<void> => {
    const address = new URL(serverConfig().base + panel.url, location.href).href;
    const module = (await import(/* @vite-ignore */ address)) as PanelModule;
    if (gone.signal.aborted) return;
    if (!module.mount) throw new Error(`The module exports no function "mount".`);
    unmount = await module.mount(element, contextOf(entity, row, gone.signal));
    if (gone.signal.aborted) unmount?.();
  };
  begin().catch((error: unknown) => {
    if (!gone.signal.aborted) fail(error);
  });
  return () => {
    gone.abort();
    unmount?.();
    element.replaceChildren();
  };
}
