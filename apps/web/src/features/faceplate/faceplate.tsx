import { type KeyboardEvent, useRef, useState } from 'react';
import css from './faceplate.module.css';
import legend from '../../ui/legend.module.css';
import {
  countStates,
  earWidth,
  type FaceplateLayout,
  type FaceplatePort,
  type PlacedPort,
  type PortState,
  stripHeight,
  stripWidth,
} from './layout.ts';

/** Words for the states of a port, as its name and the legend say them. */
const stateWords: Record<PortState, string> = {
  connected: 'connected',
  planned: 'cable planned',
  disabled: 'disabled',
  free: 'free',
};

function Lamp({ x, y, width, height, state }: Omit<PlacedPort, 'port'> & { state: PortState }) {
  const inner = { x: x + 3, y: y + 3, width: width - 6, height: height - 6 };
  if (state === 'connected') return <rect {...inner} fill="var(--hw-ok)" />;
  if (state === 'planned') {
    return <rect {...inner} fill="none" stroke="var(--hw-plan)" strokeWidth="1.2" />;
  }
  if (state === 'disabled') {
    return <rect x={inner.x} y={y + height / 2 - 1} width={inner.width} height="2" fill="var(--hw-off)" />;
  }
  return null;
}

function Port({
  placed,
  isStop,
  onOpen,
  innerRef,
}: {
  placed: PlacedPort;
  /** The one port of the drawing that the Tab key stops at. */
  isStop: boolean;
  onOpen: (port: FaceplatePort) => void;
  innerRef: (element: Element | null) => void;
}) {
  const { port, x, y, width, height } = placed;
  const name = `${port.name}, ${stateWords[port.state]}`;
  return (
    <a
      ref={innerRef}
      href={`#${port.name}`}
      aria-label={name}
      tabIndex={isStop ? 0 : -1}
      onClick={(event) => {
        event.preventDefault();
        onOpen(port);
      }}
    >
      <title>{name}</title>
      <rect
        className={css.hit}
        x={x}
        y={y}
        width={width}
        height={height}
        rx="1.5"
        fill="var(--hw-port)"
        stroke={port.color ? `#${port.color}` : 'var(--hw-port-line)'}
      />
      <Lamp x={x} y={y} width={width} height={height} state={port.state} />
    </a>
  );
}

function Strip({ index }: { index: number }) {
  const y = index * stripHeight;
  const holes = [14, 50];
  return (
    <g aria-hidden="true">
      <rect y={y} width={stripWidth} height={stripHeight} fill="var(--hw-panel)" />
      {[0, stripWidth - earWidth].map((x) => (
        <g key={x}>
          <rect x={x} y={y} width={earWidth} height={stripHeight} fill="var(--hw-ear)" />
          {holes.map((hole) => (
            <circle key={hole} cx={x + earWidth / 2} cy={y + hole} r="2.4" fill="var(--hw-hole)" />
          ))}
        </g>
      ))}
    </g>
  );
}

function Labels({ layout }: { layout: FaceplateLayout }) {
  return layout.labels.map(({ text, x, y }) => (
    <text key={`${x} ${y}`} x={x} y={y} fill="var(--hw-ink-3)" fontSize="7" fontFamily="var(--mono)" aria-hidden="true">
      {text}
    </text>
  ));
}

const steps: Record<string, number> = { ArrowRight: 2, ArrowLeft: -2, ArrowDown: 1, ArrowUp: -1 };

/** One port takes the Tab key; arrows move it, by column sideways and within the column up and down. */
function useRovingStop(length: number) {
  const [stop, setStop] = useState(0);
  const elements = useRef<(Element | null)[]>([]);
  const walk = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const next = Math.max(0, Math.min(length - 1, stop + step));
    setStop(next);
    (elements.current[next] as SVGAElement | null | undefined)?.focus();
  };
  const refAt = (index: number) => (element: Element | null) => {
    elements.current[index] = element;
  };
  return { stop, walk, refAt };
}

/** The front of a device: every physical port with its state; arrows walk, Enter opens. */
export function Faceplate({
  layout,
  label,
  onOpen,
}: {
  layout: FaceplateLayout;
  label: string;
  onOpen: (port: FaceplatePort) => void;
}) {
  const { stop, walk, refAt } = useRovingStop(layout.ports.length);
  return (
    <div className={css.scroll}>
      <svg
        className={css.svg}
        viewBox={`0 0 ${layout.width} ${layout.height}`}
        role="group"
        aria-label={label}
        onKeyDown={walk}
      >
        {Array.from({ length: layout.strips }, (_, index) => (
          <Strip key={index} index={index} />
        ))}
        <Labels layout={layout} />
        {layout.ports.map((placed, index) => (
          <Port key={placed.port.id} placed={placed} isStop={index === stop} onOpen={onOpen} innerRef={refAt(index)} />
        ))}
      </svg>
    </div>
  );
}

function Sample({ state }: { state: PortState }) {
  return (
    <svg width="15" height="13" aria-hidden="true">
      <rect x="0.5" y="0.5" width="14" height="12" rx="1.5" fill="var(--hw-port)" stroke="var(--hw-port-line)" />
      <Lamp x={0} y={0} width={15} height={13} state={state} />
    </svg>
  );
}

/** How many ports are in each state, with the sign that the drawing uses. */
export function FaceplateLegend({ layout }: { layout: FaceplateLayout }) {
  const counts = countStates(layout);
  return (
    <div className={legend.legend}>
      {(Object.keys(counts) as PortState[])
        .filter((state) => counts[state] > 0)
        .map((state) => (
          <span key={state}>
            <Sample state={state} /> {counts[state]} {stateWords[state]}
          </span>
        ))}
    </div>
  );
}
