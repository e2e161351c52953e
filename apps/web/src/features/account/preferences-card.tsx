import { setPreferences, usePreferences } from '../../frame/preferences.ts';
import { Checkbox, Segments } from '../../ui/input.tsx';
import { Card } from '../../ui/panel.tsx';
import css from './account.module.css';

const themes = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'system', label: 'Like the system' },
] as const;

const densities = [
  { value: 'compact', label: 'Compact' },
  { value: 'regular', label: 'Regular' },
  { value: 'comfortable', label: 'Comfortable' },
] as const;

const pageSizes = ['25', '50', '100', '200'].map((value) => ({ value, label: value }));

function Switch({ label, name }: { label: string; name: 'letterKeys' | 'railOpen' }) {
  const isOn = usePreferences()[name];
  return (
    <label className={css.check}>
      <Checkbox checked={isOn} onChange={({ target }) => setPreferences({ [name]: target.checked })} />
      {label}
    </label>
  );
}

/** How the client looks and acts, in every browser of the person. */
export function PreferencesCard() {
  const { theme, density, pageSize } = usePreferences();
  const pick = <T extends string>(options: readonly { value: T }[], value: string): T | undefined =>
    options.find((option) => option.value === value)?.value;
  return (
    <Card title="Preferences" aside="follow you to other browsers">
      <div className={css.prefs}>
        <span className={css.legend}>Theme</span>
        <Segments
          name="theme"
          label="Theme"
          value={theme}
          options={themes}
          onChange={(value) => setPreferences({ theme: pick(themes, value) ?? theme })}
        />
        <span className={css.legend}>Rows of lists</span>
        <Segments
          name="density"
          label="Rows of lists"
          value={density}
          options={densities}
          onChange={(value) => setPreferences({ density: pick(densities, value) ?? density })}
        />
        <span className={css.legend}>Loaded at once</span>
        <Segments
          name="pageSize"
          label="Rows loaded at once"
          value={String(pageSize)}
          options={pageSizes}
          onChange={(value) => setPreferences({ pageSize: Number(value) })}
        />
        <span className={css.legend}>Keys</span>
        <Switch name="letterKeys" label="Single letters act" />
        <span className={css.legend}>Rail</span>
        <Switch name="railOpen" label="Shows names beside the icons" />
      </div>
    </Card>
  );
}
