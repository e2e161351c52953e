type Texts = (string | null | undefined)[];

/** Rows of an answer: texts in the order of the fields, or null for a row that is not shown. */
export type RowAnswer = readonly (readonly (string | null)[] | null)[];

/** What is known of the rows of one type: texts by row and field. */
export class TypeRows {
  readonly #columns = new Map<string, number>();
  readonly #rows = new Map<string, Texts | null>();

  /** Whether a field of a row was not read yet. */
  lacks(id: string, field: string): boolean {
    const row = this.#rows.get(id);
    if (row === null) return false;
    const at = this.#columns.get(field);
    return row === undefined || at === undefined || row[at] === undefined;
  }

  /** Whether a row was read and is not shown. */
  isHidden(id: string): boolean {
    return this.#rows.get(id) === null;
  }

  text(id: string, field: string): string | null {
    return this.#rows.get(id)?.[this.#columns.get(field) ?? -1] ?? null;
  }

  /** Texts of fields of a row, in their order; null when the row is not shown. */
  pick(id: string, fields: readonly string[]): (string | null)[] | null {
    const row = this.#rows.get(id);
    return row ? fields.map((field) => row[this.#columns.get(field) ?? -1] ?? null) : null;
  }

  add(fields: readonly string[], ids: readonly string[], answer: RowAnswer): void {
    const places = fields.map((field) => this.#column(field));
    const isInOrder = places.every((place, i) => place === i);
    ids.forEach((id, i) => {
      const texts = answer[i] ?? null;
      const row = this.#rows.get(id);
      if (texts === null) this.#rows.set(id, null);
      else if (isInOrder && !row) this.#rows.set(id, [...texts]);
      else this.#rows.set(id, merged(row ?? [], places, texts));
    });
  }

  #column(field: string): number {
    const at = this.#columns.get(field) ?? this.#columns.size;
    this.#columns.set(field, at);
    return at;
  }
}

function merged(row: Texts, places: readonly number[], texts: readonly (string | null)[]): Texts {
  places.forEach((place, i) => {
    row[place] = texts[i] ?? null;
  });
  return row;
}
