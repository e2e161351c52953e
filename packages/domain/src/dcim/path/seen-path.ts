import type { Path, PathEnd, PathHop, PathLink } from './path.ts';

/** What stands where the caller may not see what is there; no row has this id. */
export const HIDDEN: PathEnd = { type: '', id: '' };

/** A path as far as it may be seen. */
export interface SeenPath extends Path {
  /** It leads on through something that may not be seen. */
  readonly isCut: boolean;
}

/** Whether the row with an id may be seen. */
type IsSeen = (id: string) => boolean;

/** Rows on a path that decide how much of it may be seen. */
export const rowsOn = ({ origin, hops }: Path): readonly PathEnd[] => [
  origin,
  ...hops.flatMap(({ near, links, far }) => [...near, ...far, ...links.flatMap(rowOf)]),
];

const rowOf = ({ type, id }: PathLink): PathEnd[] => (type === null || id === null ? [] : [{ type, id }]);

const isLinkSeen = (link: PathLink, isSeen: IsSeen): boolean => rowOf(link).every(({ id }) => isSeen(id));

const masked = (ends: readonly PathEnd[], isSeen: IsSeen): readonly PathEnd[] =>
  ends.map((end) => (isSeen(end.id) ? end : HIDDEN));

/** A hop over a link that may not be seen: its kind, and that something is there. */
const hiddenHop = ({ near, links }: PathHop, isSeen: IsSeen): PathHop => {
  const hidden = links.find((link) => !isLinkSeen(link, isSeen));
  const { type, id } = HIDDEN;
  return {
    near: masked(near, isSeen),
    links: hidden ? [{ kind: hidden.kind, type, id, status: null }] : [],
    far: [HIDDEN],
  };
};

const seenHops = (hops: readonly PathHop[], isSeen: IsSeen): { hops: readonly PathHop[]; isCut: boolean } => {
  const seen: PathHop[] = [];
  for (const hop of hops) {
    if (!hop.links.every((link) => isLinkSeen(link, isSeen)))
      return { hops: [...seen, hiddenHop(hop, isSeen)], isCut: true };
    seen.push({ ...hop, near: masked(hop.near, isSeen), far: masked(hop.far, isSeen) });
    if (hop.far.some(({ id }) => !isSeen(id))) return { hops: seen, isCut: true };
  }
  return { hops: seen, isCut: false };
};

/**
 * A path up to the first thing that may not be seen: a link, or a port on its far side.
 *
 * That something is there is told, since the port before it is taken; not what it is, nor where it leads.
 */
export const seenPath = (path: Path, isSeen: IsSeen): SeenPath => {
  const { hops, isCut } = seenHops(path.hops, isSeen);
  if (!isCut) return { ...path, hops, isCut };
  const kept = new Set(hops.flatMap(({ near, far }) => [...near, ...far].map(({ id }) => id)));
  const destinations = path.destinations.filter(({ id }) => kept.has(id));
  const splitAt = path.splitAt.filter(({ id }) => kept.has(id));
  const isComplete = destinations.length > 0;
  return {
    origin: path.origin,
    hops,
    destinations,
    isComplete,
    isActive: isComplete && path.isActive,
    isSplit: splitAt.length > 0,
    splitAt,
    isCut,
  };
};
