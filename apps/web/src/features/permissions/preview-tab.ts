import type { DetailTab } from '../../generic/detail/tabs.tsx';

/** The tab with what somebody sees by their permissions; for administrators, who alone may ask. */
export function previewTab(label: string, content: DetailTab['content']): DetailTab {
  return { id: 'preview', label, content };
}
