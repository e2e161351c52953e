import { BellPlus, BellRing, Star } from 'lucide-react';
import type { Row, UiEntity } from '../../catalogue/types.ts';
import { IconButton } from '../../ui/button.tsx';
import { isMarkable, useMark, useObjectAside } from './marks.ts';

/** Keeps an object at hand, and watches it; nothing for types that take neither. */
export function MarkButtons({ entity, row }: { entity: UiEntity; row: Row }) {
  const marks = useObjectAside(entity, row)?.ownMarks;
  const { mutate } = useMark(entity.name);
  if (!isMarkable(entity)) return null;
  const { isBookmarked = false, isWatched = false } = marks ?? {};
  const Bell = isWatched ? BellRing : BellPlus;
  return (
    <>
      <IconButton
        label="Bookmark"
        tiny
        disabled={!marks}
        aria-pressed={isBookmarked}
        onClick={() => mutate({ mark: 'bookmark', ids: [row.id], on: !isBookmarked })}
      >
        <Star size={14} {...(isBookmarked && { fill: 'var(--signal)' })} />
      </IconButton>
      <IconButton
        label="Tell me of changes"
        tiny
        disabled={!marks}
        aria-pressed={isWatched}
        onClick={() => mutate({ mark: 'watch', ids: [row.id], on: !isWatched })}
      >
        <Bell size={14} {...(isWatched && { fill: 'var(--signal)' })} />
      </IconButton>
    </>
  );
}
