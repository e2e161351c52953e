import { Key } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Checkbox } from '../ui/input.tsx';
import css from './frame.module.css';
import { setPreferences, usePreferences } from './preferences.ts';

const keys: readonly [keys: string[], meaning: string][] = [
  [['Ctrl', 'K'], 'Search, jump, run'],
  [['/'], 'Search, jump, run'],
  [['g', 'd'], 'Devices'],
  [['g', 'i'], 'Interfaces'],
  [['g', 'r'], 'Racks'],
  [['g', 's'], 'Sites'],
  [['g', 'c'], 'Cables'],
  [['g', 'p'], 'Prefixes'],
  [['g', 'a'], 'IP addresses'],
  [['g', 'v'], 'VLANs'],
  [['g', 'o'], 'Overview'],
  [['g', 'n'], 'Find a type in the rail'],
  [['j', 'k'], 'Next, previous row'],
  [['x'], 'Select the row'],
  [['Shift', 'x'], 'Select up to the row'],
  [['Space'], 'Peek at the row'],
  [['Enter'], 'Open the row'],
  [['e'], 'Edit'],
  [['t'], 'Trace'],
  [['u'], 'Undo what was just written'],
  [['c'], 'Connect ports'],
  [['f'], 'Filter'],
  [['s'], 'Save the view of a list'],
  [['y'], 'Copy the cell'],
  [['Shift', 'y'], 'Copy the row as JSON'],
  [['Home', 'End'], 'First, last row'],
  [['Ctrl', 'Enter'], 'Save'],
  [['Ctrl', 'Shift', 'Enter'], 'Save, add another'],
  [['Esc'], 'Close, back'],
  [['?'], 'This list'],
];

/** Every key, and the switch for single letters. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const { letterKeys } = usePreferences();
  return (
    <Dialog
      open
      onClose={onClose}
      title="Keys"
      width={640}
      foot={
        <label style={{ display: 'flex', gap: 8, alignItems: 'center', marginRight: 'auto' }}>
          <Checkbox checked={letterKeys} onChange={(event) => setPreferences({ letterKeys: event.target.checked })} />
          Single letters act
        </label>
      }
    >
      <dl className={css.keys}>
        {keys.map(([caps, meaning]) => (
          <div key={caps.join()}>
            <dt>
              {caps.map((cap) => (
                <Key key={cap}>{cap}</Key>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
