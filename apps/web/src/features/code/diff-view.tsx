import { MergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { editorLook } from './theme.ts';

const readOnly = (label: string): Extension => [
  lineNumbers(),
  EditorState.readOnly.of(true),
  EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true' }),
  editorLook,
];

/** One text, read-only, with line numbers. */
export function TextView({ text, label }: { text: string; label: string }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) return;
    const view = new EditorView({ parent: host.current, doc: text, extensions: readOnly(label) });
    return () => view.destroy();
  }, [text, label]);
  return <div ref={host} style={{ height: '100%', minHeight: 0, overflow: 'auto' }} />;
}

/** Two texts side by side, their differences marked; long equal stretches are folded. */
export function DiffView({ before, after, labels }: { before: string; after: string; labels: [string, string] }) {
  const host = useRef<HTMLDivElement>(null);
  const [labelBefore, labelAfter] = labels;
  useEffect(() => {
    if (!host.current) return;
    const view = new MergeView({
      parent: host.current,
      a: { doc: before, extensions: readOnly(labelBefore) },
      b: { doc: after, extensions: readOnly(labelAfter) },
      collapseUnchanged: { margin: 3, minSize: 12 },
      gutter: true,
    });
    return () => view.destroy();
  }, [before, after, labelBefore, labelAfter]);
  return <div ref={host} style={{ height: '100%', minHeight: 0, overflow: 'auto' }} />;
}
