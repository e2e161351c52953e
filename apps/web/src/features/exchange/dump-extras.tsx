import { Card } from '../../ui/panel.tsx';
import { Counts } from './counts.tsx';
import css from './exchange.module.css';

/** What became of the files of a dump. */
export interface MediaReport {
  read: number;
  stored: number;
  unchanged: number;
  unnamed: number;
  missing: string[];
}

/** What became of a configuration file. */
export interface ConfigurationReport {
  set: { setting: string; value: unknown }[];
  unchanged: string[];
  refused: { name: string; message: string }[];
  choices: { key: string; values: number; changed: number; problem: string | null }[];
  left: string[];
  computed: string[];
  unplaced: string[];
}

/** How many files of a dump are in the store, and which are missing. */
export function Media({ media: { stored, unchanged, unnamed, missing } }: { media: MediaReport }) {
  return (
    <Card title="Files" flush>
      <Counts
        items={[
          ['stored', stored],
          ['here already', unchanged],
          ['that no row names', unnamed],
          ['missing', missing.length, true],
        ]}
      />
      {missing.length > 0 ? <Named title="Rows name these, and they were not in the archives" names={missing} /> : null}
    </Card>
  );
}

function Named({ title, names }: { title: string; names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <details className={css.named}>
      <summary>
        {title} ({names.length})
      </summary>
      <ul>
        {names.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
    </details>
  );
}

/** Which settings of a configuration file hold here now, and which do not. */
export function Configuration({ outcome }: { outcome: ConfigurationReport }) {
  const { set, unchanged, refused, choices, left, computed, unplaced } = outcome;
  return (
    <Card title="Settings of the configuration" flush>
      <Counts
        items={[
          ['taken over', set.length],
          ['the same already', unchanged.length],
          ['choices changed', choices.reduce((sum, { changed }) => sum + changed, 0)],
          ['without a setting here', unplaced.length + left.length],
          ['refused', refused.length, true],
        ]}
      />
      <Named title="Taken over" names={set.map(({ setting, value }) => `${setting}: ${JSON.stringify(value)}`)} />
      <Named title="Refused" names={refused.map(({ name, message }) => `${name}: ${message}`)} />
      <Named title="Left behind" names={left} />
      <Named title="Worked out when the file runs; set them by hand" names={computed} />
      <Named title="Without a setting here" names={unplaced} />
    </Card>
  );
}
