import { CircleDashed, Split } from 'lucide-react';
import { Fragment } from 'react';
import { ObjectLink, objectName } from '../../catalogue/object-link.tsx';
import type { RefValue } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { Status } from '../../ui/status.tsx';
import { Dim, Mono, Tape } from '../../ui/text.tsx';
import { choiceLabel } from '../cabling/lines-csv.ts';
import { JacketLine } from '../cabling/jacket-line.tsx';
import { useHolderEntity } from '../cabling/wire.tsx';
import css from './trace.module.css';
import {
  metresText,
  type Piece,
  piecesOf,
  placeOf,
  type Span,
  type Station,
  type Trace,
  type TraceEnd,
  type TraceLink,
} from './trace.ts';

/** What is joined, in words, where no label says it. */
const kindWords: Readonly<Record<TraceLink['kind'], string>> = {
  CABLE: 'cable',
  WIRELESS_LINK: 'radio',
  CIRCUIT: 'circuit',
  VIRTUAL_CIRCUIT: 'virtual circuit',
  MAPPING: 'inside',
  POWER: 'power',
};

/** The name of one end, linked; `hidden` where it may not be seen. */
export function EndName({ end }: { end: TraceEnd }) {
  const { byType } = useCatalogue();
  const { object } = end;
  const entity = byType.get(String(object?.['__typename']));
  if (!object || !entity) return <Dim>hidden</Dim>;
  return (
    <ObjectLink entity={entity} row={object}>
      <Mono>{objectName(object)}</Mono>
    </ObjectLink>
  );
}

/** What ends belong to, as a link, with the word for its type. */
export function HolderName({ type, holder }: { type: string; holder: RefValue | null }) {
  const entity = useHolderEntity(type);
  const { byType } = useCatalogue();
  if (!holder) return <span>{byType.get(type)?.label ?? 'hidden'}</span>;
  return entity ? <ObjectLink entity={entity} row={holder} /> : <>{objectName(holder)}</>;
}

function Ends({ ends }: { ends: readonly TraceEnd[] }) {
  return (
    <span className={css.ends}>
      {ends.map((end, at) => (
        <EndName key={end.object?.id ?? at} end={end} />
      ))}
    </span>
  );
}

const sameEnds = (left: readonly TraceEnd[], right: readonly TraceEnd[]): boolean =>
  left.length === right.length && left.every((end, at) => end.object?.id === right[at]?.object?.id);

function Box({ station }: { station: Station }) {
  const entity = useHolderEntity(station.type);
  const passes = !sameEnds(station.ins, station.outs);
  return (
    <div className={css.box}>
      <div className={css.holder}>
        <HolderName type={station.type} holder={station.holder} />
        <span className={css.kind}>{placeOf(station.ins[0]) || entity?.label}</span>
      </div>
      <div className={css.ports}>
        <Ends ends={station.ins} />
        {passes ? (
          <>
            <span className={css.through} aria-label="leads to" role="img" />
            <Ends ends={station.outs} />
          </>
        ) : null}
      </div>
    </div>
  );
}

function useLinkTarget(link: TraceLink) {
  const { byType } = useCatalogue();
  const entity = byType.get(String(link.object?.['__typename']));
  return entity && link.object ? { entity, row: link.object } : undefined;
}

function linkLabel(link: TraceLink): string {
  if (link.hidden) return 'hidden';
  return link.label || (link.object ? objectName(link.object) : kindWords[link.kind]);
}

function Link({ link }: { link: TraceLink }) {
  const target = useLinkTarget(link);
  const tape = <Tape>{linkLabel(link)}</Tape>;
  const status = link.status === 'connected' || link.status === 'active' ? null : link.status;
  return (
    <div className={css.link}>
      <JacketLine
        cable={{ type: link.object?.cableType ?? null, color: link.color }}
        status={link.status}
        kind={link.kind}
        className={css.line}
      >
        {target ? <ObjectLink {...target}>{tape}</ObjectLink> : tape}
      </JacketLine>
      <div className={css.about}>
        {link.kind === 'CABLE' ? null : <span>{kindWords[link.kind]}</span>}
        {link.lengthM === null ? null : <span>{metresText(Number(link.lengthM))}</span>}
        {status ? <Status value={status} label={choiceLabel(target?.entity, 'status', status).toLowerCase()} /> : null}
      </div>
    </div>
  );
}

function Wires({ span }: { span: Span }) {
  return (
    <div className={css.span}>
      {span.links.map((link, at) => (
        <Link key={link.object?.id ?? at} link={link} />
      ))}
    </div>
  );
}

function Stop() {
  return (
    <div className={css.stop}>
      <CircleDashed size={16} aria-hidden="true" />
      <span>Nothing leads on from here</span>
    </div>
  );
}

function Branches({ ends }: { ends: readonly TraceEnd[] }) {
  return (
    <div className={css.stop}>
      <Split size={16} aria-hidden="true" />
      <span>Splits; it goes on from</span>
      <ul className={css.branches}>
        {ends.map((end, at) => (
          <li key={end.object?.id ?? at}>
            <EndName end={end} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function PieceOf({ piece }: { piece: Piece }) {
  return piece.kind === 'station' ? <Box station={piece} /> : <Wires span={piece} />;
}

/** A path from A to Z: what it passes as boxes, what joins them in between, and where it stops short. */
export function TraceStrip({ trace }: { trace: Trace }) {
  const pieces = piecesOf(trace);
  return (
    <ol className={css.strip}>
      {pieces.map((piece, at) => (
        // The pieces of one path keep their order.
        <Fragment key={at}>
          <li className={piece.kind === 'station' ? css.stationItem : css.spanItem}>
            <PieceOf piece={piece} />
          </li>
        </Fragment>
      ))}
      {trace.isSplit ? (
        <li className={css.stopItem}>
          <Branches ends={trace.splitAt} />
        </li>
      ) : trace.isComplete ? null : (
        <li className={css.stopItem}>
          <Stop />
        </li>
      )}
    </ol>
  );
}
