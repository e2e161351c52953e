import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { messageOf } from '../../api/errors.ts';
import { isLetterKey, isTyping, usePageKeys } from '../../frame/keys.ts';
import { notify, undoAction, undoLatest, undoWith } from '../../ui/toast.tsx';
import { secretsLeft, sendRevert } from './revert.ts';

/** Everything that was read may be otherwise after an undo, but for what the product itself is. */
export function rereadAll(client: QueryClient): void {
  void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'catalogue' });
}

/** Takes writes back from their notices and with `u`, wherever the reader is. */
export function UndoHost() {
  const client = useQueryClient();
  const navigate = useNavigate();
  useEffect(
    () =>
      undoWith((id) => {
        const show = { label: 'Show', run: () => void navigate({ to: `/core/change-sets/${id}` }) };
        sendRevert({ verb: 'changeSetRevert', id }, false).then(
          ({ userErrors, unrestored }) => {
            const [first, ...more] = userErrors;
            if (first) {
              const rest = more.length > 0 ? ` And ${more.length} more.` : '';
              return notify('Not undone', first.message + rest, show);
            }
            rereadAll(client);
            notify('Undone', secretsLeft(unrestored), undoAction('Redo'));
          },
          (error: unknown) => notify('Not undone', messageOf(error), show),
        );
      }),
    [client, navigate],
  );
  usePageKeys((event) => {
    if (event.key !== 'u' || isTyping(event) || !isLetterKey(event)) return;
    if (undoLatest()) event.preventDefault();
    else notify('Nothing to undo', 'What was written earlier is in the history.');
  });
  return null;
}
