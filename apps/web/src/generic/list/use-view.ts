import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { readView, type ViewSearch, type ViewState, writeView } from '../query/view-state.ts';

/** The view in the URL, and a way to change parts of it. */
export function useView(): [ViewState, (change: Partial<ViewState>, replace?: boolean) => void] {
  const search = useSearch({ strict: false }) as ViewSearch & { tab?: string };
  const navigate = useNavigate();
  const key = JSON.stringify(search);
  const view = useMemo(() => readView(search), [key]);
  const change = (part: Partial<ViewState>, replace = false) => {
    const rest = search.tab ? { tab: search.tab } : {};
    void navigate({
      to: '.',
      search: { ...rest, ...writeView({ ...view, ...part }) },
      replace,
    });
  };
  return [view, change];
}
