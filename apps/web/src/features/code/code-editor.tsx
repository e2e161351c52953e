import { autocompletion, closeBrackets, type CompletionSource } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { StreamLanguage } from '@codemirror/language';
import { jinja2 } from '@codemirror/legacy-modes/mode/jinja2';
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import type { EditorState, Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { editorLook } from './theme.ts';

/** Something wrong at a line of the text. */
export interface LineProblem {
  /** From 1; null for the text as a whole. */
  line: number | null;
  message: string;
  severity: 'error' | 'warning';
}

function diagnosticsOf(state: EditorState, problems: readonly LineProblem[]): Diagnostic[] {
  return problems.map(({ line, message, severity }) => {
    const at = state.doc.line(Math.min(Math.max(line ?? 1, 1), state.doc.lines));
    return { from: at.from, to: at.to, message, severity };
  });
}

interface CodeEditorProps {
  /** Name of the editor for assistive technology. */
  label: string;
  /** Text to start with; a new `key` starts anew. */
  initial: string;
  onChange: (text: string) => void;
  problems: readonly LineProblem[];
  complete: CompletionSource;
}

function extensionsOf({ label, complete }: CodeEditorProps, changed: (text: string) => void): Extension {
  return [
    lineNumbers(),
    lintGutter(),
    history(),
    drawSelection(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    closeBrackets(),
    autocompletion({ override: [complete] }),
    StreamLanguage.define(jinja2),
    // Tab leaves the editor, as everywhere; Ctrl+Enter belongs to the page.
    keymap.of([
      ...defaultKeymap.filter(({ key }) => key !== 'Mod-Enter'),
      ...historyKeymap,
      ...searchKeymap,
      ...lintKeymap,
    ]),
    EditorView.contentAttributes.of({ 'aria-label': label }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) changed(update.state.doc.toString());
    }),
    editorLook,
  ];
}

/** An editor of Jinja templates with line numbers, completion and problems at their lines. */
export function CodeEditor(props: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    if (!host.current) return;
    const first = latest.current;
    const complete: CompletionSource = (context) => latest.current.complete(context);
    const made = new EditorView({
      parent: host.current,
      doc: first.initial,
      extensions: extensionsOf({ ...first, complete }, (text) => latest.current.onChange(text)),
    });
    view.current = made;
    return () => made.destroy();
  }, []);
  useEffect(() => {
    const shown = view.current;
    if (shown) shown.dispatch(setDiagnostics(shown.state, diagnosticsOf(shown.state, props.problems)));
  }, [props.problems]);
  return <div ref={host} style={{ height: '100%', minHeight: 0 }} />;
}
