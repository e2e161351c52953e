import type { RefObject } from 'react';
import { Popover } from '../../ui/popover.tsx';
import { TokenEditor, type TokenEditorProps } from './token-editor.tsx';

/** The editor of one token, standing below the filter bar. */
export function EditPopover({ anchor, ...editor }: TokenEditorProps & { anchor: RefObject<Element | null> }) {
  return (
    <Popover anchor={anchor} open onOpenChange={(open) => open || editor.onCancel()} label="Edit filter">
      <TokenEditor {...editor} />
    </Popover>
  );
}
