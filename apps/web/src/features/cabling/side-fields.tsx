import { type ReactNode, useId } from 'react';
import { useEntity } from '../../catalogue/use-catalogue.ts';
import { capital } from '../../catalogue/catalogue.ts';
import { Input, Select } from '../../ui/input.tsx';
import { counted } from '../../ui/counted.ts';
import { cx } from '../../ui/cx.ts';
import { Mono } from '../../ui/text.tsx';
import { RowPicker } from '../../widgets/ref/input.tsx';
import css from './connect.module.css';
import { kindsOf } from './line-filter.ts';
import type { PortLine } from './port-lines.ts';
import { countNames } from './ranges.ts';
import { fits, offers, openLines, type Side } from './side.ts';

/** A control under its label. */
export function Labelled({
  label,
  id,
  help,
  wide = false,
  children,
}: {
  label: string;
  id: string;
  help?: string;
  /** Takes the whole width of its group. */
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <div className={cx(css.field, wide && css.wide)}>
      <label htmlFor={id}>{label}</label>
      {children}
      {help ? <p className={css.help}>{help}</p> : null}
    </div>
  );
}

function KindSelect({
  id,
  side,
  lines,
  other,
  onChange,
}: {
  id: string;
  side: Side;
  lines: readonly PortLine[];
  other: string;
  onChange: (kind: string) => void;
}) {
  const kinds = kindsOf(lines).filter(({ name }) => fits(name, other) || name === side.kind);
  const options = kinds.map(({ name, plural, count }) => ({
    value: name,
    label: `${capital(plural)} · ${openLines(lines, name).length} of ${count} free`,
  }));
  return (
    <Select
      id={id}
      disabled={kinds.length === 0}
      options={kinds.length === 0 ? [{ value: '', label: side.device ? 'No ports' : '' }] : options}
      value={side.kind}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

function Offers({ side, lines, onPick }: { side: Side; lines: readonly PortLine[]; onPick: (text: string) => void }) {
  const all = offers(lines, side.kind);
  if (all.length === 0) return side.device && side.kind ? <p className={css.help}>No port is free.</p> : null;
  return (
    <div className={css.offers}>
      {all.map(({ text, count }) => (
        <button key={text} type="button" className={css.offer} onClick={() => onPick(text)}>
          <Mono>{text}</Mono> {count} free
        </button>
      ))}
    </div>
  );
}

interface SideProps {
  title: string;
  side: Side;
  /** Kind of the ports on the other side; empty when it does not matter. */
  other: string;
  lines: readonly PortLine[];
  /** Id of the field for ports, so that the dialog can begin there. */
  portsId: string;
  onChange: (side: Side) => void;
}

function PortsField({ side, lines, portsId, onChange }: SideProps) {
  const count = countNames(side.names ?? '');
  const setNames = (names: string) => onChange({ ...side, names });
  return (
    <>
      <Labelled label={count > 0 ? `Ports · ${counted(count, 'name', 'names')}` : 'Ports'} id={portsId} wide>
        <Input
          id={portsId}
          mono
          value={side.names ?? ''}
          placeholder="Ethernet[1-24], Ethernet[33-48]"
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setNames(event.target.value)}
        />
      </Labelled>
      <Offers side={side} lines={lines} onPick={setNames} />
    </>
  );
}

/** Device, kind and ports of one side; `side` is complete with what is likeliest. */
export function SideFields(props: SideProps) {
  const { title, side, other, lines, portsId, onChange } = props;
  const device = useEntity('dcim.Device');
  const id = useId();
  return (
    <fieldset className={css.side}>
      <legend>{title}</legend>
      <Labelled label="Device" id={`${portsId}-device`}>
        <RowPicker
          id={`${portsId}-device`}
          entity={device}
          label={`${title}: device`}
          value={side.device}
          onChange={(row) => onChange({ device: row, kind: '', names: null })}
        />
      </Labelled>
      <Labelled label="Kind" id={`${id}kind`}>
        <KindSelect
          id={`${id}kind`}
          {...{ side, lines, other }}
          onChange={(kind) => onChange({ ...side, kind, names: null })}
        />
      </Labelled>
      <PortsField {...props} />
    </fieldset>
  );
}
