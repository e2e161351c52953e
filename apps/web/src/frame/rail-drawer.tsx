import { Dialog } from '@base-ui/react/dialog';
import { useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import floating from '../ui/floating.module.css';
import css from './frame.module.css';
import { Rail } from './rail.tsx';

/** The rail over the page of a small screen; it goes when a place is chosen. */
export function RailDrawer({ onClose }: { onClose: () => void }) {
  const findRef = useRef<HTMLInputElement>(null);
  const place = useRouterState({ select: (state) => state.location.href });
  const opened = useRef(place);
  useEffect(() => {
    if (place !== opened.current) onClose();
  }, [place, onClose]);
  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className={floating.backdrop ?? ''} />
        <Dialog.Popup className={css.drawer ?? ''} aria-label="Menu">
          <Rail findRef={findRef} drawer />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
