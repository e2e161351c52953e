import { Star } from 'lucide-react';
import type { UiEntity } from '../../catalogue/types.ts';
import type { Selection } from '../../generic/list/selection.ts';
import { Button } from '../../ui/button.tsx';
import { counted } from '../../ui/counted.ts';
import { notify } from '../../ui/toast.tsx';
import { isMarkable, useMark } from './marks.ts';

/** Objects that one request marks at most. */
const most = 1_000;

/** Keeps the chosen rows of a list at hand; nothing when they are not chosen one by one. */
export function BookmarkSelected({ entity, selection }: { entity: UiEntity; selection: Selection }) {
  const { mutate, isPending } = useMark(entity.name);
  if (selection.kind === 'all' || selection.ids.size > most || !isMarkable(entity)) return null;
  const ids = [...selection.ids];
  const told = `Bookmarked ${counted(ids.length, entity.label, entity.plural)}`;
  return (
    <Button
      tone="onRail"
      disabled={isPending}
      onClick={() => mutate({ mark: 'bookmark', ids, on: true }, { onSuccess: () => notify(told) })}
    >
      <Star size={13} aria-hidden="true" /> Bookmark
    </Button>
  );
}
