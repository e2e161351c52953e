import type { InputRow, Work } from '@plumbline/engine';
import { didYouMean } from '@plumbline/kit';
import { rowsOf, textOf } from '../../lookup.queries.ts';
import type { LibraryPart } from './document.ts';
import { levelsOf } from './part-levels.ts';
import type { Places } from './places.ts';
import { saveRows, type SavedType } from './save-rows.ts';
import { LISTS, type ListSpec } from './shape.ts';

interface Sources {
  readonly manufacturers: ReadonlyMap<string, string>;
  readonly places: Places;
}

/** A part on its way into a row. */
interface Entry {
  readonly owner: SavedType;
  readonly part: LibraryPart;
  readonly path: string;
}

/** Ids of parts by list, type and name. */
class Written {
  readonly #ids = new Map<string, Map<string, string>>();

  names(list: string, owner: string): Map<string, string> {
    const key = `${list}\n${owner}`;
    const names = this.#ids.get(key) ?? new Map<string, string>();
    this.#ids.set(key, names);
    return names;
  }
}

const nameOf = (part: LibraryPart): string => String(part.values['name']);

/** The entry with the names by which parts of its list find each other. */
const linked = (entry: Entry) => {
  const above = entry.part.links['parent'];
  const nameIn = (name: string): string => `${entry.owner.id}\n${name}`;
  return { entry, name: nameIn(nameOf(entry.part)), above: above === undefined ? null : nameIn(above) };
};

class PartWriter {
  readonly #work: Work;
  readonly #parent: string;
  readonly #sources: Sources;
  readonly #written = new Written();

  constructor(work: Work, parent: string, sources: Sources) {
    this.#work = work;
    this.#parent = parent;
    this.#sources = sources;
  }

  async list(spec: ListSpec, saved: readonly SavedType[]): Promise<void> {
    const entries = saved.flatMap((owner) =>
      (owner.type.lists.get(spec.key) ?? []).map(
        (part): Entry => ({ owner, part, path: this.#sources.places.add(owner.type.file, part.line) }),
      ),
    );
    if (entries.length === 0) return;
    await this.#remember(spec, entries);
    for (const level of levelsOf(entries.map(linked)))
      await this.#save(
        spec,
        level.map(({ entry }) => entry),
      );
    await this.#linkBelow(spec, entries);
    if (spec.key === 'front-ports') await this.#map(entries);
  }

  async #remember(spec: ListSpec, entries: readonly Entry[]): Promise<void> {
    const owners = [...new Set(entries.map(({ owner }) => owner.id))];
    for (const row of await rowsOf(this.#work, spec.model, this.#parent, owners, ['name']))
      this.#written.names(spec.key, textOf(row, this.#parent) ?? '').set(textOf(row, 'name') ?? '', String(row['id']));
  }

  async #save(spec: ListSpec, entries: readonly Entry[]): Promise<void> {
    const rows = entries.map((entry) => ({ path: entry.path, input: this.#input(spec, entry) }));
    const ids = await saveRows(this.#work, spec.model, rows);
    for (const [i, { owner, part }] of entries.entries()) {
      const id = ids[i];
      if (id !== null && id !== undefined) this.#written.names(spec.key, owner.id).set(nameOf(part), id);
    }
  }

  #input(spec: ListSpec, { owner, part, path }: Entry): InputRow {
    const id = this.#written.names(spec.key, owner.id).get(nameOf(part));
    const manufacturer = part.manufacturer === null ? undefined : this.#sources.manufacturers.get(part.manufacturer);
    return {
      ...(id === undefined ? { [this.#parent]: { id: owner.id } } : { id }),
      ...part.values,
      ...(manufacturer !== undefined && { manufacturer: { id: manufacturer } }),
      ...this.#links(spec, owner, part, path, (link) => link.list !== spec.key || link.key === 'parent'),
    };
  }

  #links(
    spec: ListSpec,
    owner: SavedType,
    part: LibraryPart,
    path: string,
    isWanted: (link: ListSpec['links'][number]) => boolean,
  ): Record<string, unknown> {
    const links: Record<string, unknown> = {};
    for (const link of spec.links) {
      const name = part.links[link.key];
      if (name === undefined || !isWanted(link)) continue;
      const id = this.#find(link.list, owner, name, `${path}.${link.key}`);
      if (id !== undefined) links[link.field] = { id };
    }
    return links;
  }

  #find(list: string, owner: SavedType, name: string, path: string): string | undefined {
    const names = this.#written.names(list, owner.id);
    const id = names.get(name);
    if (id === undefined)
      this.#work.refuse(path, 'NOT_FOUND', `${list} has no "${name}".${didYouMean(name, names.keys())}`);
    return id;
  }

  /** References between parts of one list, such as bridges, which need the rows of both. */
  async #linkBelow(spec: ListSpec, entries: readonly Entry[]): Promise<void> {
    const own = spec.links.filter((link) => link.list === spec.key && link.key !== 'parent');
    const linked = entries.filter(({ part }) => own.some(({ key }) => part.links[key] !== undefined));
    const rows = linked.flatMap(({ owner, part, path }) => {
      const id = this.#written.names(spec.key, owner.id).get(nameOf(part));
      const links = this.#links(spec, owner, part, path, (link) => own.includes(link));
      return id === undefined ? [] : [{ path, input: { id, ...links } }];
    });
    await saveRows(this.#work, spec.model, rows);
  }

  /** Where the first position of each front port comes out at the back. */
  async #map(entries: readonly Entry[]): Promise<void> {
    const ends = entries.flatMap(({ owner, part, path }) => {
      const frontPort = this.#written.names('front-ports', owner.id).get(nameOf(part));
      if (part.rearPort === null || frontPort === undefined) return [];
      const rearPort = this.#find('rear-ports', owner, part.rearPort, `${path}.rear_port`);
      return rearPort === undefined ? [] : [{ path, frontPort, rearPort, rearPortPosition: part.rearPortPosition }];
    });
    const fronts = ends.map(({ frontPort }) => frontPort);
    const stored = await rowsOf(this.#work, 'dcim.PortTemplateMapping', 'frontPort', fronts, ['frontPortPosition']);
    const byFront = new Map(
      stored
        .filter((row) => row['frontPortPosition'] === 1)
        .map((row) => [textOf(row, 'frontPort'), String(row['id'])]),
    );
    await saveRows(
      this.#work,
      'dcim.PortTemplateMapping',
      ends.map(({ path, frontPort, rearPort, rearPortPosition }) => {
        const id = byFront.get(frontPort);
        const end = { rearPort: { id: rearPort }, rearPortPosition };
        return {
          path,
          input: id === undefined ? { frontPort: { id: frontPort }, frontPortPosition: 1, ...end } : { id, ...end },
        };
      }),
    );
  }
}

/** Writes the templates of types, list by list. */
export const saveParts = async (
  work: Work,
  parent: string,
  saved: readonly SavedType[],
  sources: Sources,
): Promise<void> => {
  const writer = new PartWriter(work, parent, sources);
  for (const spec of LISTS) await writer.list(spec, saved);
};
