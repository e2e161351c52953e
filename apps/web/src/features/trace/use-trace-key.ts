import { useNavigate } from '@tanstack/react-router';
import { isLetterKey, isTyping, usePageKeys } from '../../frame/keys.ts';

/** Whether rows are shown that the key belongs to: a list, or the port that has the focus. */
function belongsToRow(): boolean {
  return document.querySelector('[role=grid]') !== null || document.activeElement?.closest('[data-port]') != null;
}

/** `t` opens the trace of the object whose page is shown, unless it belongs to a row. */
export function useTraceKey(): void {
  const navigate = useNavigate();
  usePageKeys((event) => {
    if (event.key !== 't' || isTyping(event) || !isLetterKey(event) || belongsToRow()) return;
    event.preventDefault();
    void navigate({ to: '.', search: { tab: 'trace' } });
  });
}
