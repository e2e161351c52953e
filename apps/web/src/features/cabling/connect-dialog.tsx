import { useId, useState } from 'react';
import { useCatalogue, useEntity } from '../../catalogue/use-catalogue.ts';
import { counted } from '../../ui/counted.ts';
import { cx } from '../../ui/cx.ts';
import { notify } from '../../ui/toast.tsx';
import { BulkDialog } from './bulk-dialog.tsx';
import { CableFields } from './cable-fields.tsx';
import { type CableSpec, connectInput, plainCables } from './cable-spec.ts';
import css from './connect.module.css';
import { PairPreview } from './pair-preview.tsx';
import { type ConnectAnswer, otherErrors, type Pair } from './requests.ts';
import { completed, emptySide, portsInput, type Side } from './side.ts';
import { SideFields } from './side-fields.tsx';
import { useBulk } from './use-bulk.ts';
import { useLines } from './use-lines.ts';

/** The two sides: what was said, and what it is completed to from the ports of the devices. */
function useSides(start: Side) {
  const device = useEntity('dcim.Device');
  const [a, setA] = useState(start);
  const [b, setB] = useState(emptySide);
  const linesA = useLines(device, a.device?.id).query.data?.lines ?? [];
  const linesB = useLines(device, b.device?.id).query.data?.lines ?? [];
  const fullA = completed(a, linesA, emptySide);
  const fullB = completed(b, linesB, fullA);
  return { a: { side: fullA, lines: linesA, set: setA }, b: { side: fullB, lines: linesB, set: setB } };
}

function useConnectInput(a: Side, b: Side, spec: CableSpec) {
  const { byName } = useCatalogue();
  const [portsA, portsB] = [a, b].map((side) => portsInput(side, byName.get(side.kind)?.one));
  return portsA && portsB ? connectInput(portsA, portsB, spec) : null;
}

const isFine = (pair: Pair): boolean => pair.problems.length === 0;

function summaryOf(pairs: readonly Pair[], fine: number): string {
  const all = counted(pairs.length, 'pair', 'pairs');
  if (fine === pairs.length) return pairs.length === 1 ? '1 pair can be joined' : `All ${all} can be joined`;
  return `${fine} of ${all} can be joined`;
}

function Summary({ pairs, asked }: { pairs: readonly Pair[] | undefined; asked: boolean }) {
  const words = pairs
    ? summaryOf(pairs, pairs.filter(isFine).length)
    : asked
      ? 'Looking at the ports'
      : 'Choose a device and ports on both sides; what fits is filled in.';
  return (
    <p className={css.summary} role="status">
      {words}
    </p>
  );
}

type Sides = ReturnType<typeof useSides>;

function SidePair({ a, b, id }: Sides & { id: string }) {
  return (
    <div className={css.sides}>
      <SideFields title="Side A" portsId={`${id}a`} side={a.side} other="" lines={a.lines} onChange={a.set} />
      <SideFields
        title="Side B"
        portsId={`${id}b`}
        side={b.side}
        other={a.side.kind}
        lines={b.lines}
        onChange={b.set}
      />
    </div>
  );
}

/** A connection to be, its preview, and how many of its pairs can be joined. */
function useConnect({ a, b }: Sides, spec: CableSpec, onClose: () => void) {
  const input = useConnectInput(a.side, b.side, spec);
  const { preview, isCurrent, save } = useBulk<ConnectAnswer>('cableConnect', input, ({ pairs }) => {
    notify(`Connected ${counted(pairs.filter(isFine).length, 'pair', 'pairs')}`);
    onClose();
  });
  const pairs = preview.data?.pairs;
  const fine = pairs?.filter(isFine).length ?? 0;
  const refused = (pairs?.length ?? 0) - fine;
  const general = otherErrors(preview.data?.userErrors ?? [], 'pairs');
  return { input, pairs, fine, refused, general, isCurrent, save, error: input ? (save.error ?? preview.error) : null };
}

/**
 * Joins ranges of ports with new cables: two sides, what the cables are like, and every pair with its refusal before
 * anything is written.
 */
export function ConnectDialog({ start = emptySide, onClose }: { start?: Side; onClose: () => void }) {
  const id = useId();
  const sides = useSides(start);
  const [spec, setSpec] = useState(plainCables);
  const [skip, setSkip] = useState(false);
  const { input, pairs, fine, refused, general, isCurrent, save, error } = useConnect(sides, spec, onClose);
  return (
    <BulkDialog
      title="Connect ports"
      width={1040}
      act={fine > 0 ? `Connect ${counted(fine, 'pair', 'pairs')}` : 'Connect'}
      ready={isCurrent && fine > 0 && general.length === 0 && (refused === 0 || skip)}
      busy={save.isPending}
      error={error}
      errors={general}
      skip={refused > 0 && fine > 0 ? { refused, on: skip, onChange: setSkip } : undefined}
      startAt={start.device ? `${id}b-device` : `${id}a-device`}
      onAct={() => save.mutate(skip && refused > 0)}
      onClose={onClose}
    >
      <SidePair {...sides} id={id} />
      <CableFields spec={spec} onChange={setSpec} />
      {error ? null : <Summary pairs={pairs} asked={input !== null} />}
      {pairs && pairs.length > 0 ? (
        <div className={cx(!isCurrent && css.stale)}>
          <PairPreview pairs={pairs} type={spec.type} />
        </div>
      ) : null}
    </BulkDialog>
  );
}
