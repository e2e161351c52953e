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

/** How the client looks and acts in this browser. */
export function PreferencesCard() {
  const { theme, density, letterKeys, railOpen } = usePreferences();
  const pick = <T extends string>(options: readonly { value: T }[], value: string): T | undefined =>
    options.find((option) => option.value === value)?.value;
  return (
    <Card title="Preferences" aside="kept in this browser">
      <div className={css.prefs}>
        <span className={css.legend}>Theme</span>
        <div>
          <Segments
            name="theme"
            label="Theme"
            value={theme}
            options={themes}
            onChange={(value) => setPreferences({ theme: pick(themes, value) ?? theme })}
          />
        </div>
        <span className={css.legend}>Rows of lists</span>
        <div>
          <Segments
            name="density"
            label="Rows of lists"
            value={density}
            options={densities}
            onChange={(value) => setPreferences({ density: pick(densities, value) ?? density })}
          />
        </div>
        <span className={css.legend}>Keys</span>
        <label className={css.check}>
          <Checkbox checked={letterKeys} onChange={({ target }) => setPreferences({ letterKeys: target.checked })} />
          Single letters act
        </label>
        <span className={css.legend}>Rail</span>
        <label className={css.check}>
          <Checkbox checked={railOpen} onChange={({ target }) => setPreferences({ railOpen: target.checked })} />
          Shows names beside the icons
        </label>
      </div>
    </Card>
  );
}
