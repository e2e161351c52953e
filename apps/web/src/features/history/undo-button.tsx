import { Undo2 } from 'lucide-react';
import { Suspense, useState } from 'react';
import { Button, IconButton } from '../../ui/button.tsx';
import { lazyPart } from '../../ui/lazy-part.ts';
import type { Target } from './revert.ts';

const UndoDialog = lazyPart(async () => (await import('./undo-dialog.tsx')).UndoDialog);

/** Opens the preview of an undo. */
export function UndoButton({
  target,
  title,
  label = 'Undo',
  isTiny = false,
}: {
  target: Target;
  title: string;
  label?: string;
  isTiny?: boolean;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      {isTiny ? (
        <IconButton label={title} tiny onClick={() => setOpen(true)}>
          <Undo2 size={14} />
        </IconButton>
      ) : (
        <Button onClick={() => setOpen(true)}>
          <Undo2 size={14} aria-hidden="true" /> {label}
        </Button>
      )}
      {isOpen ? (
        <Suspense>
          <UndoDialog target={target} title={title} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
