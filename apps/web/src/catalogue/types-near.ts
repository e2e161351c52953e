import { entityPath } from './catalogue.ts';
import type { UiEntity } from './types.ts';

const MOST = 5;

/** How well a list fits a word of an address: lower is better; nothing when it does not. */
function distance(entity: UiEntity, word: string): number | undefined {
  const [, list = ''] = entityPath(entity).split('/');
  if (list === word || list === `${word}s`) return 0;
  if (list.startsWith(word)) return 1;
  return list.split('-').some((part) => part === word || part === `${word}s`) ? 2 : undefined;
}

/** Types that somebody may have meant by an address that leads nowhere, the likeliest first. */
export function typesNear(entities: readonly UiEntity[], pathname: string): UiEntity[] {
  const words = pathname
    .toLowerCase()
    .split('/')
    .filter((word) => word.length > 2);
  const found = entities.flatMap((entity) => {
    const near = words.flatMap((word) => distance(entity, word) ?? []);
    return near.length > 0 ? [{ entity, distance: Math.min(...near) }] : [];
  });
  return found
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, MOST)
    .map(({ entity }) => entity);
}
