import type { ObjectLinkLine } from '../bookmarks/marks.ts';

/** Links of one group; null for those that stand by themselves. */
export interface LinkGroup {
  group: string | null;
  links: ObjectLinkLine[];
}

/** Links by group in the order in which the server gives them, single ones first. */
export function linkGroups(links: readonly ObjectLinkLine[]): LinkGroup[] {
  const groups = new Map<string | null, ObjectLinkLine[]>();
  for (const link of links) groups.set(link.group, [...(groups.get(link.group) ?? []), link]);
  return [...groups]
    .map(([group, own]) => ({ group, links: own }))
    .sort((a, b) => Number(a.group !== null) - Number(b.group !== null));
}
