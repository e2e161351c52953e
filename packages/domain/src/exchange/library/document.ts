import { didYouMean } from '@plumbline/kit';
import { isMap, isScalar, isSeq, LineCounter, parseAllDocuments, type Document, type Node, type YAMLMap } from 'yaml';
import {
  DEVICE_ONLY,
  LISTS,
  MAPPING_KEYS,
  PICTURES,
  TYPES,
  type KeySpec,
  type ListSpec,
  type TypeKind,
} from './shape.ts';

/** A refusal or a remark about a file of the library. */
export interface LibraryProblem {
  readonly file: string;
  /** Line of the file, from 1; null when it is about the file as a whole. */
  readonly line: number | null;
  readonly key: string | null;
  readonly message: string;
}

/** One entry of a list of parts. */
export interface LibraryPart {
  readonly line: number;
  /** By field of the template. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Names of other parts, by key. */
  readonly links: Readonly<Record<string, string>>;
  readonly manufacturer: string | null;
  readonly rearPort: string | null;
  readonly rearPortPosition: number;
}

/** A type as a document describes it. */
export interface LibraryType {
  readonly kind: TypeKind;
  readonly file: string;
  readonly line: number;
  readonly manufacturer: string;
  readonly profile: string | null;
  readonly values: Readonly<Record<string, unknown>>;
  readonly lists: ReadonlyMap<string, readonly LibraryPart[]>;
  /** Keys without a field of their own, so that an export gives them back. */
  readonly extras: Readonly<Record<string, unknown>>;
  /** The document names its slug. */
  readonly hasSlug: boolean;
}

/** What a file holds. */
export interface LibraryFile {
  readonly types: readonly LibraryType[];
  readonly problems: readonly LibraryProblem[];
  readonly remarks: readonly LibraryProblem[];
}

type Report = (node: Node | null | undefined, key: string | null, message: string) => void;

const textKey = (key: unknown): string => (isScalar(key) ? String(key.value) : String(key));

/** Entries of a mapping, by key. */
const entriesOf = (map: YAMLMap): [key: string, value: Node | null, at: Node | null][] =>
  map.items.map(({ key, value }) => [textKey(key), value as Node | null, key as Node | null]); // keys and values of parsed documents are nodes

const plain = (node: Node | null): unknown => (node === null ? null : (node.toJSON() as unknown));

/** Keys that hold text, also where it looks like a number. */
const TEXTS: ReadonlySet<string> = new Set([
  'name',
  'label',
  'description',
  'model',
  'part_number',
  'part_id',
  'position',
  'slug',
  'comments',
]);

/** What a scalar says, letter by letter: `1e1` and `007` are names of ports. */
const textIn = (node: Node | null): string | null => {
  const value = plain(node);
  if (value === null || value === '') return null;
  return typeof value !== 'string' && isScalar(node) && node.source !== undefined ? node.source : String(value);
};

/** Decimals of files are numbers; here they are texts. */
const valueOf = (spec: KeySpec, value: unknown): unknown =>
  spec.as === 'decimal' && typeof value === 'number' ? String(value) : value === '' ? null : value;

/** Reads one document; problems go to `refuse`, what is kept without a field to `remark`. */
class DocumentReader {
  readonly #file: string;
  readonly #counter: LineCounter;
  readonly #refuse: Report;
  readonly #remark: Report;

  constructor(file: string, counter: LineCounter, refuse: Report, remark: Report) {
    this.#file = file;
    this.#counter = counter;
    this.#refuse = refuse;
    this.#remark = remark;
  }

  #line(node: Node | null | undefined): number {
    return this.#counter.linePos(node?.range?.[0] ?? 0).line;
  }

  type(root: Node | null): LibraryType | null {
    if (!isMap(root)) {
      this.#refuse(root, null, 'A type is a mapping with manufacturer and model.');
      return null;
    }
    const entries = new Map(entriesOf(root).map(([key, value]) => [key, value]));
    const kind = kindOf(this.#file, entries.keys());
    const manufacturer = this.#text(root, entries, 'manufacturer');
    if (manufacturer === null || this.#text(root, entries, 'model') === null) return null;
    const lists = new Map<string, LibraryPart[]>();
    const extras: Record<string, unknown> = {};
    const values = this.#values(entriesOf(root), TYPES[kind].keys, ['manufacturer', 'profile'], (key, value, at) => {
      const list = LISTS.find((one) => one.key === key && one.kinds.includes(kind));
      if (list) {
        const found = this.#parts(list, value);
        lists.set(key, found.parts);
        if (Object.keys(found.extras).length > 0) extras[key] = found.extras;
        return;
      }
      extras[key] = plain(value);
      if (!PICTURES.some((picture) => picture.key === key)) this.#keep(at, key, TYPES[kind].keys);
    });
    const profile = entries.get('profile');
    return {
      kind,
      file: this.#file,
      line: this.#line(root),
      manufacturer,
      profile: textIn(profile ?? null),
      values,
      lists,
      extras,
      hasSlug: entries.has('slug'),
    };
  }

  #keep(at: Node | null, key: string, known: readonly KeySpec[]): void {
    const names = known.map((spec) => spec.key);
    this.#remark(at, key, `"${key}" has no field here; it is kept for exports.${didYouMean(key, names)}`);
  }

  #text(root: YAMLMap, entries: ReadonlyMap<string, Node | null>, key: string): string | null {
    const node = entries.get(key);
    const value = isMap(node) || isSeq(node) ? null : textIn(node ?? null);
    if (value !== null && value.trim() !== '') return value;
    this.#refuse(node ?? root, key, `Give the ${key} as a text.`);
    return null;
  }

  #values(
    entries: readonly [string, Node | null, Node | null][],
    keys: readonly KeySpec[],
    apart: readonly string[],
    other: (key: string, value: Node | null, at: Node | null) => void,
  ): Record<string, unknown> {
    const values: Record<string, unknown> = {};
    const seen = new Set<string>();
    for (const [key, node, at] of entries) {
      seen.add(key);
      const spec = keys.find((one) => one.key === key);
      if (spec) {
        if ((isMap(node) || isSeq(node)) && key !== 'attributes') this.#refuse(node, key, `${key} is a single value.`);
        else values[spec.field] = TEXTS.has(key) ? textIn(node) : valueOf(spec, plain(node));
      } else if (!apart.includes(key)) other(key, node, at);
    }
    return values;
  }

  #parts(list: ListSpec, node: Node | null): { parts: LibraryPart[]; extras: Record<string, unknown> } {
    const extras: Record<string, unknown> = {};
    const parts: LibraryPart[] = [];
    const names = new Set<string>();
    if (node !== null && plain(node) !== null && !isSeq(node)) this.#refuse(node, list.key, `${list.key} is a list.`);
    for (const item of isSeq(node) ? (node.items as Node[]) : []) {
      const found = this.#part(list, item);
      if (!found) continue;
      const name = String(found.part.values['name']);
      if (names.has(name) && list.key !== 'inventory-items')
        this.#refuse(item, list.key, `${list.key} has "${name}" twice; names stand once.`);
      names.add(name);
      parts.push(found.part);
      if (Object.keys(found.extras).length > 0) extras[name] = found.extras;
    }
    return { parts, extras };
  }

  #part(list: ListSpec, item: Node): { part: LibraryPart; extras: Record<string, unknown> } | null {
    if (!isMap(item)) {
      this.#refuse(item, list.key, `An entry of ${list.key} is a mapping with a name.`);
      return null;
    }
    const entries = entriesOf(item);
    const extras: Record<string, unknown> = {};
    const links: Record<string, string> = {};
    const apart: Record<string, unknown> = {};
    const isApart = (key: string) =>
      (list.key === 'front-ports' && (MAPPING_KEYS as readonly string[]).includes(key)) ||
      (list.key === 'inventory-items' && key === 'manufacturer');
    const values = this.#values(entries, list.keys, [], (key, value, at) => {
      const isLink = list.links.some((link) => link.key === key);
      const text = textIn(value);
      if (isLink && text !== null) links[key] = text;
      else if (isApart(key)) apart[key] = key === 'rear_port_position' ? plain(value) : text;
      else if (!isLink) {
        extras[key] = plain(value);
        this.#keep(at, key, list.keys);
      }
    });
    if (typeof values['name'] !== 'string') {
      this.#refuse(item, list.key, `An entry of ${list.key} needs a name.`);
      return null;
    }
    const { rear_port: rear, rear_port_position: position, manufacturer } = apart;
    return {
      extras,
      part: {
        line: this.#line(item),
        values,
        links,
        manufacturer: typeof manufacturer === 'string' ? manufacturer : null,
        rearPort: typeof rear === 'string' ? rear : null,
        rearPortPosition: typeof position === 'number' ? position : 1,
      },
    };
  }
}

const kindOf = (file: string, keys: Iterable<string>): TypeKind => {
  for (const { kind, folder } of Object.values(TYPES)) if (file.split('/').includes(folder)) return kind;
  const named = new Set(keys);
  if (named.has('form_factor')) return 'rack';
  return DEVICE_ONLY.some((key) => named.has(key)) ? 'device' : 'module';
};

/**
 * Reads a file of the device-type library: one or more YAML documents, each a device, module or rack type.
 *
 * Source: the community library's own files and its JSON schemas.
 */
export const readLibraryFile = (file: string, text: string): LibraryFile => {
  const counter = new LineCounter();
  const problems: LibraryProblem[] = [];
  const remarks: LibraryProblem[] = [];
  const into =
    (list: LibraryProblem[]): Report =>
    (node, key, message) =>
      void list.push({ file, key, message, line: node?.range ? counter.linePos(node.range[0]).line : null });
  const documents = parseAllDocuments(text, { lineCounter: counter, version: '1.1', merge: false });
  const reader = new DocumentReader(file, counter, into(problems), into(remarks));
  const types: LibraryType[] = [];
  for (const document of Array.isArray(documents) ? (documents as Document[]) : []) {
    for (const { message, linePos } of document.errors)
      problems.push({ file, line: linePos?.[0].line ?? null, key: null, message: message.split('\n')[0] ?? message });
    if (document.errors.length > 0 || document.contents === null) continue;
    const type = reader.type(document.contents as Node);
    if (type) types.push(type);
  }
  if (types.length === 0 && problems.length === 0)
    problems.push({ file, line: null, key: null, message: 'The file holds no type.' });
  return { types, problems, remarks };
};
