import { useId } from 'react';
import { statusShapes, statusTone } from '../../ui/status.tsx';
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

/** One line of text, cut off at the end of its room. */
function Label({
  x,
  y,
  width,
  height,
  ink,
  children,
}: {
  x: number;
  y: number;
  width: number;
  height: number;
  ink: string;
  children: string;
}) {
  return (
    <svg x={x} y={y} width={width} height={height}>
      <text x="0" y={height / 2 + 4} fill={ink} fontSize="11.5" fontWeight="500">
        {children}
      </text>
    </svg>
  );
}

function Hatch({ id, front, back }: { id: string; front: string; back: string }) {
  return (
    <pattern id={id} width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="8" height="8" fill={back} />
      <rect width="4" height="8" fill={front} />
    </pattern>
  );
}

function shownName({ device, behind, width }: PlacedDevice): string {
  if (behind) return `${device.name} (rear)`;
  return device.model && width > 150 ? `${device.name} ${device.model}` : device.name;
}

function fullName(placed: PlacedDevice): string {
  const { device } = placed;
  const side = device.side ? `, ${device.side} half` : '';
  return `${shownName(placed)}, U${device.positionU}, ${device.heightU} U${side}, ${device.status}`;
}

function DeviceBody({ placed }: { placed: PlacedDevice }) {
  const { device, x, y, width, height } = placed;
  const edge = device.color ? `#${device.color}` : 'var(--hw-off)';
  const box = { y: y + 0.5, height: height - 1.5 };
  return (
    <>
      <rect
        className={css.body}
        {...box}
        x={x + 0.5}
        width={width - 1}
        rx="2"
        fill="var(--hw-unit)"
        stroke="var(--hw-edge)"
      />
      <rect {...box} x={x + 0.5} width="4" fill={edge} />
    </>
  );
}

function DeviceBox({ placed, onOpen }: { placed: PlacedDevice; onOpen: (device: MountedDevice) => void }) {
  const { device, behind, x, y, width, height } = placed;
  const tone = statusTone(device.status);
  return (
    <a
      href={`#${device.name}`}
      aria-label={fullName(placed)}
      className={behind ? css.behind : undefined}
      onClick={(event) => {
        event.preventDefault();
        onOpen(device);
      }}
    >
      <title>{fullName(placed)}</title>
      <DeviceBody placed={placed} />
      <Label x={x + 12} y={y} width={width - 34} height={height} ink="var(--hw-ink)">
        {shownName(placed)}
      </Label>
      <g transform={`translate(${x + width - 17} ${y + height / 2 - 5})`} color={`var(--hw-${tone})`}>
        {statusShapes[tone]}
      </g>
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
      <Label x={12} y={y} width={width - 24} height={height} ink="var(--hw-ink-2)">
        {`reserved · ${reservation.label}`}
      </Label>
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
