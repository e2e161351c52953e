import type { Problem } from '@plumbline/kit';
import type { LibraryProblem } from './document.ts';

/** Remembers which line of which file each written row stems from, so that a refusal names it. */
export class Places {
  readonly #places: { readonly file: string; readonly line: number }[] = [];

  /** Input path of a row. */
  add(file: string, line: number): string {
    return `library.${this.#places.push({ file, line }) - 1}`;
  }

  /** The problem in terms of the files. */
  problem({ path, message }: Problem): LibraryProblem {
    const [, index, key] = /^library\.(\d+)(?:\.(.+))?$/.exec(path) ?? [];
    const place = index === undefined ? undefined : this.#places[Number(index)];
    return { file: place?.file ?? '', line: place?.line ?? null, key: key ?? null, message };
  }
}
