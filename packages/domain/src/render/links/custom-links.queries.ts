import type { Actor, GraphSession, Registry } from '@plumbline/engine';
import type { RenderPool, RenderProblem } from '@plumbline/render';
import { contractOf } from '../contract/contract.ts';
import { ConfigHost } from '../graph/config-host.queries.ts';
import { GraphCache } from '../graph/graph-cache.queries.ts';
import { objectFieldsOf } from '../run/object-fields.queries.ts';
import { linkAddress, linkText, refusedAddress } from '../../extras/customization/link-address.ts';

/** A link as it is stored: its texts are templates. */
export interface StoredLink {
  readonly id: string;
  readonly name: string;
  readonly linkText: string;
  readonly linkUrl: string;
  readonly groupName: string | null;
  readonly buttonClass: string;
  readonly newWindow: boolean;
}

/** A link of one object, ready to be shown. */
export interface ShownLink {
  readonly id: string;
  readonly name: string;
  readonly group: string | null;
  readonly text: string;
  /** Null for a link that can't be opened; `problem` says why. */
  readonly url: string | null;
  readonly problem: string | null;
  readonly newWindow: boolean;
  readonly buttonClass: string;
}

/** What links are rendered with. */
export interface LinkParts {
  readonly session: GraphSession;
  readonly registry: Registry;
  readonly renders: RenderPool;
  readonly actor: Actor;
  readonly schemes: ReadonlySet<string>;
  readonly signal?: AbortSignal | undefined;
}

/** Links are short and there are many on a page. */
const LIMITS = { ms: 2_000, steps: 200_000, output: 20_000, string: 20_000, hostCalls: 50 };

type Rendered = { readonly text: string } | { readonly problem: string };

const said = (problems: readonly RenderProblem[]): string => problems[0]?.message ?? 'The template failed.';

/** Renders texts about one object as the actor sees it; texts without marks of the language are themselves. */
const renderer = ({ session, registry, renders, actor, signal }: LinkParts, type: string, id: string) => {
  const contract = contractOf(registry);
  const graph = new GraphCache(session, registry);
  graph.group(type, [id]);
  graph.shareAmong(1);
  const host = new ConfigHost({
    graph,
    contract,
    find: () => Promise.resolve(null),
    contextsOf: (ids) => Promise.resolve(ids.map(() => null)),
    objectFields: objectFieldsOf(session),
  });
  const record = { kind: 'record', type, id } as const;
  return async (source: string): Promise<Rendered> => {
    if (!/\{[{%#]/.test(source)) return { text: source };
    const { text, problems } = await renders.render({
      name: 'link',
      source,
      options: {},
      contract,
      contexts: [],
      values: { user: JSON.stringify({ username: actor.name }), debug: 'false' },
      roots: { object: record, obj: record },
      contextual: [],
      host,
      limits: LIMITS,
      signal,
    });
    return text === null ? { problem: said(problems) } : { text };
  };
};

/**
 * Links of one object with their templates rendered; those whose text comes out empty are left out.
 *
 * None for objects that the actor does not see, and for types that templates do not read.
 */
export const renderLinks = async (
  parts: LinkParts,
  { type, id }: { readonly type: string; readonly id: string },
  links: readonly StoredLink[],
): Promise<ShownLink[]> => {
  const isKnown = Object.hasOwn(contractOf(parts.registry).types, type);
  if (links.length === 0 || !isKnown || !(await parts.session.byId(type, [], [id])).has(id)) return [];
  const render = renderer(parts, type, id);
  const shown = await Promise.all(
    links.map(async (link): Promise<ShownLink[]> => {
      const [text, address] = await Promise.all([render(link.linkText), render(link.linkUrl)]);
      const label = 'text' in text ? linkText(text.text) : link.name;
      if (label === '') return [];
      const url = 'text' in address ? linkAddress(address.text) : '';
      const failed = 'problem' in text ? text.problem : 'problem' in address ? address.problem : null;
      const problem = failed ?? refusedAddress(url, parts.schemes);
      const { name, groupName: group, newWindow, buttonClass } = link;
      return [
        { id: link.id, name, group, text: label, url: problem === null ? url : null, problem, newWindow, buttonClass },
      ];
    }),
  );
  return shown.flat();
};
