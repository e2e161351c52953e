import { type KeyboardEvent, useRef, useState } from 'react';
import { ObjectLink, objectName } from '../../catalogue/object-link.tsx';
import { cx } from '../../ui/cx.ts';
import { Segments } from '../../ui/input.tsx';
import { Card } from '../../ui/panel.tsx';
import { Dim, Mono } from '../../ui/text.tsx';
import { jacketOf } from './jacket.ts';
import css from './patch-panel.module.css';
import legend from '../../ui/legend.module.css';
import {
  type PanelFace,
  type PanelPort,
  panelPorts,
  type PortUse,
  shortName,
  stripPorts,
  stripsOf,
  useOf,
} from './panel-rows.ts';
import { endText, type PortLine } from './port-lines.ts';
import type { Cabling } from './use-lines.ts';
import { FarHolder, FarPort, Wire } from './wire.tsx';

const useWords: Record<PortUse, string> = {
  cabled: 'cabled',
  planned: 'cable planned',
  leaving: 'cable to be removed',
  marked: 'marked as connected',
  free: 'free',
};

/** The sign of a use, drawn on hardware: a shape each, so that colour is never alone. */
function Sign({ use }: { use: PortUse }) {
  return (
    <svg width="18" height="14" viewBox="0 0 18 14" aria-hidden="true">
      <rect x="0.5" y="0.5" width="17" height="13" rx="1.5" fill="var(--hw-port)" stroke="var(--hw-port-line)" />
      {use === 'cabled' ? <rect x="4" y="4" width="10" height="6" fill="var(--hw-ok)" /> : null}
      {use === 'planned' ? <circle cx="9" cy="7" r="3" fill="none" stroke="var(--hw-plan)" strokeWidth="1.4" /> : null}
      {use === 'leaving' ? <path d="M9 3.5 13 10.5H5Z" fill="var(--hw-warn)" /> : null}
      {use === 'marked' ? <rect x="4" y="6" width="10" height="2" fill="var(--hw-off)" /> : null}
    </svg>
  );
}

const farWords = (line: PortLine): string => line.far.map(endText).join(', ') || 'an open end';

function portWords({ line, behind }: PanelPort): string {
  const use = useOf(line);
  const to = line.cable ? `${useWords[use]} to ${farWords(line)}` : useWords[use];
  const back = behind.map(({ port, cable }) => `${objectName(port)}${cable ? ', cabled' : ', free'}`).join('; ');
  return `${objectName(line.port)}: ${to}; behind it ${back || 'nothing'}`;
}

/** What is behind a port, short: the port, or how many there are. */
function backName(behind: readonly PortLine[]): string {
  const [first] = behind;
  if (!first) return '';
  return behind.length === 1 ? shortName(objectName(first.port)) : `${behind.length}×`;
}

function Port({
  port,
  isCurrent,
  isStop,
  onChoose,
  innerRef,
}: {
  port: PanelPort;
  isCurrent: boolean;
  isStop: boolean;
  onChoose: () => void;
  innerRef: (element: HTMLButtonElement | null) => void;
}) {
  const { line, behind } = port;
  const jacket = line.cable ? jacketOf(line.cable) : 'transparent';
  const leadsOn = behind.some(({ cable }) => cable !== null);
  return (
    <button
      ref={innerRef}
      type="button"
      className={cx(css.port, isCurrent && css.current)}
      aria-pressed={isCurrent}
      tabIndex={isStop ? 0 : -1}
      title={portWords(port)}
      onClick={onChoose}
    >
      <span className={css.jacket} style={{ background: jacket }} />
      <Sign use={useOf(line)} />
      <span className="sr-only">{portWords(port)}</span>
      <span className={css.name} aria-hidden="true">
        {shortName(objectName(line.port))}
      </span>
      <span className={css.back} aria-hidden="true">
        {leadsOn ? '●' : behind.length > 0 ? '○' : '–'} {backName(behind)}
      </span>
    </button>
  );
}

const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: stripPorts, ArrowUp: -stripPorts };

interface StripsProps {
  ports: readonly PanelPort[];
  /** Place of the chosen port; -1 when there is none. */
  current: number;
  onChoose: (at: number) => void;
  label: string;
}

/** One port takes the Tab key; arrows walk along a strip and between strips. */
function useWalk({ ports, current, onChoose }: StripsProps) {
  const elements = useRef<(HTMLButtonElement | null)[]>([]);
  const stop = Math.max(0, current);
  const walk = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const next = Math.max(0, Math.min(ports.length - 1, stop + step));
    onChoose(next);
    elements.current[next]?.focus();
  };
  const refAt = (at: number) => (element: HTMLButtonElement | null) => {
    elements.current[at] = element;
  };
  return { stop, walk, refAt };
}

function Strips(props: StripsProps) {
  const { ports, current, onChoose, label } = props;
  const { stop, walk, refAt } = useWalk(props);
  return (
    <div className={css.scroll}>
      <div className={css.panel} role="group" aria-label={label} onKeyDown={walk}>
        {stripsOf(ports).map((strip, row) => (
          <div key={strip[0]?.line.id} className={css.strip}>
            {strip.map((port, column) => {
              const at = row * stripPorts + column;
              const place = { isCurrent: at === current, isStop: at === stop, innerRef: refAt(at) };
              return <Port key={port.line.id} port={port} {...place} onChoose={() => onChoose(at)} />;
            })}
          </div>
        ))}
      </div>
    </div>
  );
}

function Side({ title, line }: { title: string; line: PortLine }) {
  return (
    <div className={css.side}>
      <Dim>{title}</Dim>
      <ObjectLink entity={line.entity} row={line.port}>
        <Mono>{objectName(line.port)}</Mono>
      </ObjectLink>
      {line.cable ? <Wire cable={line.cable} /> : <Dim>{useWords[useOf(line)]}</Dim>}
      {line.far.map((end) => (
        <span key={end.row.id}>
          <FarHolder end={end} /> <FarPort end={end} />
        </span>
      ))}
    </div>
  );
}

function Chosen({ port, face }: { port: PanelPort | undefined; face: PanelFace }) {
  if (!port) {
    return <p className={css.hint}>Choose a port to see its cable and what is behind it; arrows walk.</p>;
  }
  const other = face === 'front' ? 'Rear' : 'Front';
  return (
    <div className={css.chosen} aria-live="polite">
      <Side title={face === 'front' ? 'Front' : 'Rear'} line={port.line} />
      {port.behind.map((line) => (
        <Side key={line.id} title={other} line={line} />
      ))}
      {port.behind.length === 0 ? <Dim>Nothing is behind it: no position leads to the other side.</Dim> : null}
    </div>
  );
}

const uses: readonly PortUse[] = ['cabled', 'planned', 'leaving', 'marked', 'free'];

function Legend({ ports }: { ports: readonly PanelPort[] }) {
  const counts = uses.map((use) => ({ use, count: ports.filter(({ line }) => useOf(line) === use).length }));
  return (
    <div className={legend.legend}>
      {counts
        .filter(({ count }) => count > 0)
        .map(({ use, count }) => (
          <span key={use}>
            <Sign use={use} /> {count} {useWords[use]}
          </span>
        ))}
      <span>
        <Mono>●</Mono> cabled behind
      </span>
      <span>
        <Mono>○</Mono> free behind
      </span>
    </div>
  );
}

/** A panel as one stands before it: a strip of ports per row, what is plugged in, and what is behind each. */
export function PatchPanel({ cabling, name }: { cabling: Cabling; name: string }) {
  const [face, setFace] = useState<PanelFace>('front');
  const [current, setCurrent] = useState(-1);
  const ports = panelPorts(cabling.lines, cabling.mappings, face);
  const faces = [
    { value: 'front', label: 'Front' },
    { value: 'rear', label: 'Rear' },
  ];
  return (
    <Card
      title="Panel"
      aside={
        <Segments
          name="face"
          label="Face of the panel"
          value={face}
          options={faces}
          onChange={(value) => {
            setFace(value as PanelFace);
            setCurrent(-1);
          }}
        />
      }
    >
      <Strips
        ports={ports}
        current={current}
        onChoose={setCurrent}
        label={`${face} of ${name}, ${ports.length} ports`}
      />
      <Legend ports={ports} />
      <Chosen port={ports[current]} face={face} />
    </Card>
  );
}
