import { type DragEvent, useId, useState } from 'react';
import { LinkButton } from '../../ui/button.tsx';
import { TextArea } from '../../ui/input.tsx';
import css from './exchange.module.css';

/** Shows dropped files in the field, as if they had been chosen there. */
function takeDropped(files: FileList, id: string, onFiles: (files: readonly File[]) => void): void {
  const input = document.getElementById(id);
  if (!files[0] || !(input instanceof HTMLInputElement)) return;
  input.files = files;
  onFiles(input.multiple ? [...files] : [files[0]]);
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

/** Chooses files, takes dropped ones, or text that was pasted. */
export function FileDrop({
  label,
  accept,
  pastes = false,
  many = false,
  onFiles,
}: {
  label: string;
  /** Endings the file dialog offers. */
  accept: string;
  /** Whether text may be pasted instead. */
  pastes?: boolean;
  /** Whether it takes more than one file. */
  many?: boolean;
  onFiles: (files: readonly File[]) => void;
}) {
  const id = useId();
  const dropZone = useDropZone((files) => takeDropped(files, id, onFiles));
  const [pasting, setPasting] = useState(false);
  return (
    <div className={css.drop} {...dropZone}>
      <label className={css.label} htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        type="file"
        accept={accept}
        multiple={many}
        onChange={({ target }) => onFiles([...(target.files ?? [])])}
      />
      {pastes ? (
        <LinkButton onClick={() => setPasting(!pasting)} aria-expanded={pasting}>
          or paste text
        </LinkButton>
      ) : null}
      {pasting ? <PasteBox onFiles={onFiles} /> : null}
    </div>
  );
}

function PasteBox({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  return (
    <TextArea
      className={css.paste ?? ''}
      mono
      rows={8}
      spellCheck={false}
      aria-label="Pasted text"
      placeholder={'name,slug,status\nAMS2 Amsterdam,ams2,planned'}
      onChange={({ target }) =>
        onFiles(target.value.trim() ? [new File([target.value], nameOfText(target.value))] : [])
      }
    />
  );
}

/** A name that tells the format of a pasted text: JSON and YAML begin in ways that no header does. */
export function nameOfText(text: string): string {
  const start = text.trimStart();
  if (start.startsWith('[') || start.startsWith('{')) return 'pasted.json';
  return /^(---|- )/.test(start) ? 'pasted.yaml' : 'pasted.csv';
}
