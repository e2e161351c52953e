import { ago, localTime } from '../../ui/time.ts';

/** An instant in words, with the exact time on hover. */
export function When({ word, iso }: { word: string; iso: string }) {
  return (
    <time dateTime={iso} title={localTime(iso)}>
      {word} {ago(iso)}
    </time>
  );
}
