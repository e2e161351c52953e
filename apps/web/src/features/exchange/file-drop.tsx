import { type DragEvent, useId, useState } from 'react';
import { LinkButton } from '../../ui/button.tsx';
import { TextArea } from '../../ui/input.tsx';
import css from './exchange.module.css';

/** Shows dropped files in the field, as if they had been chosen there. */
function takeDropped(files: FileList, id: string, onFile: (file: File) => void): void {
  const input = document.getElementById(id);
  if (!files[0] || !(input instanceof HTMLInputElement)) return;
  input.files = files;
  onFile(files[0]);
}

/** What makes an element take files that are dropped on it. */
function useDropZone(onDrop: (files: FileList) => void) {
  const [isOver, setOver] = useState(false);
  return {
    'data-over': isOver,
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      onDrop(event.dataTransfer.files);
    },
  };
}

/** Chooses a file, takes a dropped one, or text that was pasted. */
export function FileDrop({
  label,
  accept,
  pastes = false,
  onFile,
}: {
  label: string;
  /** Endings the file dialog offers. */
  accept: string;
  /** Whether text may be pasted instead. */
  pastes?: boolean;
  onFile: (file: File | null) => void;
}) {
  const id = useId();
  const dropZone = useDropZone((files) => takeDropped(files, id, onFile));
  const [pasting, setPasting] = useState(false);
  return (
    <div className={css.drop} {...dropZone}>
      <label className={css.label} htmlFor={id}>
        {label}
      </label>
      <input id={id} type="file" accept={accept} onChange={(event) => onFile(event.target.files?.[0] ?? null)} />
      {pastes ? (
        <LinkButton onClick={() => setPasting(!pasting)} aria-expanded={pasting}>
          or paste text
        </LinkButton>
      ) : null}
      {pasting ? <PasteBox onFile={onFile} /> : null}
    </div>
  );
}

function PasteBox({ onFile }: { onFile: (file: File | null) => void }) {
  return (
    <TextArea
      className={css.paste ?? ''}
      mono
      rows={8}
      spellCheck={false}
      aria-label="Pasted text"
      placeholder={'name,slug,status\nAMS2 Amsterdam,ams2,planned'}
      onChange={({ target }) => onFile(target.value.trim() ? new File([target.value], nameOfText(target.value)) : null)}
    />
  );
}

/** A name that tells the format of a pasted text: JSON and YAML begin in ways that no header does. */
export function nameOfText(text: string): string {
  const start = text.trimStart();
  if (start.startsWith('[') || start.startsWith('{')) return 'pasted.json';
  return /^(---|- )/.test(start) ? 'pasted.yaml' : 'pasted.csv';
}
