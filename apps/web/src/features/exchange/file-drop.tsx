import { useId, useState } from 'react';
import { LinkButton } from '../../ui/button.tsx';
import { TextArea } from '../../ui/input.tsx';
import css from './exchange.module.css';

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
  const [isOver, setOver] = useState(false);
  const [pasting, setPasting] = useState(false);
  return (
    <div
      className={css.drop}
      data-over={isOver}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const [file] = event.dataTransfer.files;
        const input = document.getElementById(id) as HTMLInputElement | null;
        if (!file || !input) return;
        input.files = event.dataTransfer.files;
        onFile(file);
      }}
    >
      <label className={css.label} htmlFor={id}>
        {label}
      </label>
      <input id={id} type="file" accept={accept} onChange={(event) => onFile(event.target.files?.[0] ?? null)} />
      {pastes ? (
        <LinkButton onClick={() => setPasting(!pasting)} aria-expanded={pasting}>
          or paste text
        </LinkButton>
      ) : null}
      {pasting ? (
        <TextArea
          className={css.paste ?? ''}
          mono
          rows={8}
          spellCheck={false}
          aria-label="Pasted text"
          placeholder={'name,slug,status\nAMS2 Amsterdam,ams2,planned'}
          onChange={({ target }) =>
            onFile(target.value.trim() ? new File([target.value], nameOfText(target.value)) : null)
          }
        />
      ) : null}
    </div>
  );
}

/** A name that tells the format of a pasted text: JSON and YAML begin in ways that no header does. */
export function nameOfText(text: string): string {
  const start = text.trimStart();
  if (start.startsWith('[') || start.startsWith('{')) return 'pasted.json';
  return /^(---|- )/.test(start) ? 'pasted.yaml' : 'pasted.csv';
}
