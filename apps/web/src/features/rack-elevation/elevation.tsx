import { useId } from 'react';
import { statusTone } from '../../ui/status.tsx';
import css from './elevation.module.css';
import {
  type ElevationLayout,
  type MountedDevice,
  type PlacedDevice,
  type PlacedReservation,
  unitPx,
} from './layout.ts';

/** Width of the column of unit numbers, in px. */
const numberPx = 24;
const padPx = 8;

/** Characters of 11.5 px condensed text that fit into a width. */
function cut(text: string, widthPx: number): string {
  const room = Math.max(1, Math.floor(widthPx / 6));
  return text.length > room ? `${text.slice(0, room - 1)}…` : text;
}

function Hatch({ id, front, back }: { id: string; front: string; back: string }) {
  return (
    <pattern id={id} width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="8" height="8" fill={back} />
      <rect width="4" height="8" fill={front} />
    </pattern>
  );
}

function deviceName({ device, behind }: PlacedDevice): string {
  const side = device.side ? `, ${device.side} half` : '';
  const seen = behind ? ', seen from behind' : '';
  return `${device.name}, U${device.positionU}, ${device.heightU} U${side}, ${device.status}${seen}`;
}

function DeviceBox({ placed, onOpen }: { placed: PlacedDevice; onOpen: (device: MountedDevice) => void }) {
  const { device, behind, x, y, width, height } = placed;
  const middle = y + height / 2;
  const label = device.model && width > 150 ? `${device.name}  ${device.model}` : device.name;
  return (
    <a
      href={`#${device.name}`}
      aria-label={deviceName(placed)}
      className={behind ? css.behind : undefined}
      onClick={(event) => {
        event.preventDefault();
        onOpen(device);
      }}
    >
      <title>{deviceName(placed)}</title>
      <rect
        className={css.body}
        x={x + 0.5}
        y={y + 0.5}
        width={width - 1}
        height={height - 1.5}
        rx="2"
        fill="var(--hw-unit)"
        stroke="var(--hw-edge)"
      />
      <rect
        x={x + 0.5}
        y={y + 0.5}
        width="4"
        height={height - 1.5}
        fill={device.color ? `#${device.color}` : 'var(--hw-off)'}
      />
      <text x={x + 12} y={middle + 4} fill="var(--hw-ink)" fontSize="11.5" fontWeight="500">
        {cut(behind ? `${device.name} (rear)` : label, width - 34)}
      </text>
      <circle cx={x + width - 11} cy={middle} r="3.2" fill={`var(--hw-${statusTone(device.status)})`} />
    </a>
  );
}

function ReservedBox({ placed, fill, width }: { placed: PlacedReservation; fill: string; width: number }) {
  const { reservation, y, height } = placed;
  return (
    <g>
      <title>{`Reserved: ${reservation.label}`}</title>
      <rect
        x="0.5"
        y={y + 0.5}
        width={width - 1}
        height={height - 1.5}
        rx="2"
        fill={fill}
        stroke="var(--hw-resv)"
        strokeDasharray="4 3"
      />
      <text x="12" y={y + height / 2 + 4} fill="var(--hw-ink-2)" fontSize="11.5">
        {cut(`reserved · ${reservation.label}`, width - 24)}
      </text>
    </g>
  );
}

function Units({ layout, fill }: { layout: ElevationLayout; fill: string }) {
  return layout.units.map(({ unit, y }) => (
    <g key={unit} aria-hidden="true" fontFamily="var(--mono)" fontSize="10" fill="var(--hw-ink-3)" textAnchor="middle">
      <rect y={y + 0.5} width={layout.width} height={unitPx - 1} fill={fill} />
      <text x={-numberPx / 2} y={y + 16}>
        {unit}
      </text>
      <text x={layout.width + numberPx / 2} y={y + 16}>
        {unit}
      </text>
    </g>
  ));
}

function Reservations({ layout, fill }: { layout: ElevationLayout; fill: string }) {
  return layout.reservations.map((placed) => (
    <ReservedBox key={`${placed.reservation.id}${placed.y}`} placed={placed} fill={fill} width={layout.width} />
  ));
}

/** One face of a rack: units, devices, reservations hatched. */
export function Elevation({
  layout,
  title,
  aside,
  onOpen,
}: {
  layout: ElevationLayout;
  title: string;
  aside: string;
  onOpen: (device: MountedDevice) => void;
}) {
  const id = useId().replace(/[^\w-]/g, '');
  const width = layout.width + numberPx * 2;
  const height = layout.height + padPx * 2;
  return (
    <figure className={css.figure}>
      <figcaption className={css.caption}>
        {title}
        <span>{aside}</span>
      </figcaption>
      <svg className={css.svg} width={width} height={height} role="group" aria-label={`${title} elevation`}>
        <defs>
          <Hatch id={`${id}e`} front="var(--hw-slot-1)" back="var(--hw-slot-2)" />
          <Hatch id={`${id}r`} front="var(--hw-slot-2)" back="var(--hw-ear)" />
        </defs>
        <rect width={width} height={height} fill="var(--hw-rack)" />
        <g transform={`translate(${numberPx} ${padPx})`} fontFamily="var(--font)">
          <Units layout={layout} fill={`url(#${id}e)`} />
          <Reservations layout={layout} fill={`url(#${id}r)`} />
          {layout.devices.map((placed) => (
            <DeviceBox key={placed.device.id} placed={placed} onOpen={onOpen} />
          ))}
        </g>
      </svg>
    </figure>
  );
}
