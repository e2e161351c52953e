import type { DetailTab } from '../../generic/detail/tabs.tsx';

/** A tab with what somebody sees by their permissions. */
export function previewTab(label: string, content: DetailTab['content'], id = 'preview'): DetailTab {
  return { id, label, content };
}
