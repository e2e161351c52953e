import { useNavigate, useSearch } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { objectName } from '../../catalogue/object-link.tsx';
import type { RefValue, Row, UiEntity } from '../../catalogue/types.ts';
import { useReportStatus } from '../../frame/status-line.tsx';
import { counted } from '../../ui/counted.ts';
import { lazyPart } from '../../ui/lazy-part.ts';
import { Bones, Card, EmptyState, ErrorState } from '../../ui/panel.tsx';
import css from './cabling.module.css';
import { CablingTable, type LineActions, tracePath } from './cabling-table.tsx';
import { CablingTools, PickedBar } from './cabling-tools.tsx';
import { ConnectDialog, useConnectAhead } from './connect-lazy.ts';
import { filterLines, isFree, type LineFilter } from './line-filter.ts';
import { isPanel } from './panel-rows.ts';
import { PatchPanel } from './patch-panel.tsx';
import type { PortLine } from './port-lines.ts';
import { rangeText } from './ranges.ts';
import { emptySide, type Side } from './side.ts';
import { useLineKeys } from './use-line-keys.ts';
import { type Cabling, useLines } from './use-lines.ts';
import { usePicked } from './use-picked.ts';

const DisconnectDialog = lazyPart(async () => (await import('./disconnect-dialog.tsx')).DisconnectDialog);
const MoveDialog = lazyPart(async () => (await import('./move-dialog.tsx')).MoveDialog);

/** What is asked of ports: to be connected, disconnected, or their cable ends moved. */
interface Asked {
  what: 'connect' | 'disconnect' | 'move';
  lines: readonly PortLine[];
}

/** A filter in the URL, so that a link shows the same lines. */
function useLineFilter(): [LineFilter, (part: Partial<LineFilter>) => void] {
  const search = useSearch({ strict: false }) as Record<string, string | undefined>;
  const navigate = useNavigate();
  const state = search['state'] === 'cabled' || search['state'] === 'free' ? search['state'] : 'all';
  const filter: LineFilter = { text: search['q'] ?? '', state, kind: search['kind'] ?? '' };
  const change = (part: Partial<LineFilter>) => {
    const next = { ...filter, ...part };
    const said = { q: next.text, kind: next.kind, state: next.state === 'all' ? '' : next.state };
    void navigate({ to: '.', search: { tab: 'cabling', ...said }, replace: true });
  };
  return [filter, change];
}

/** The side to begin with: the ports that are meant, or the device alone. */
function startOf(device: RefValue, lines: readonly PortLine[]): Side {
  const [first] = lines;
  if (!first) return { ...emptySide, device };
  const same = lines.filter(({ entity }) => entity === first.entity);
  return { device, kind: first.entity.name, names: rangeText(same.map(({ port }) => objectName(port))) };
}

function Dialogs({ asked, device, onClose }: { asked: Asked | null; device: RefValue; onClose: () => void }) {
  return (
    <Suspense>
      {asked?.what === 'connect' ? <ConnectDialog start={startOf(device, asked.lines)} onClose={onClose} /> : null}
      {asked?.what === 'disconnect' ? <DisconnectDialog lines={asked.lines} onClose={onClose} /> : null}
      {asked?.what === 'move' ? <MoveDialog lines={asked.lines} device={device} onClose={onClose} /> : null}
    </Suspense>
  );
}

/** What is asked of ports from the table, by button, menu or key. */
function useAsking(lines: readonly PortLine[]) {
  const navigate = useNavigate();
  const [asked, setAsked] = useState<Asked | null>(null);
  useConnectAhead();
  const { ids, picked, pick, clear } = usePicked(lines);
  const ask = (what: Asked['what'], of: readonly PortLine[]) => setAsked({ what, lines: of });
  const connect = (line?: PortLine) => ask('connect', line ? [line] : picked.filter(isFree));
  const actions: LineActions = {
    onPick: pick,
    onConnect: connect,
    onMove: (line) => ask('move', [line]),
    onDisconnect: (line) => ask('disconnect', [line]),
  };
  const trace = (line: PortLine) => void navigate({ to: tracePath(line), search: { tab: 'trace' } });
  useLineKeys({ lines, onTrace: trace, onConnect: connect, onPick: pick });
  const close = () => {
    setAsked(null);
    clear();
  };
  return { asked, ask, close, connect, actions, ids, picked, clear };
}

function Cut({ cut }: Pick<Cabling, 'cut'>) {
  return cut.map(({ label, total }) => (
    <p key={label} className={css.note}>
      The first 1,000 of {total.toLocaleString('en')} {label} are shown.
    </p>
  ));
}

function Lines({ device, cabling }: { device: Row; cabling: Cabling }) {
  const [filter, setFilter] = useLineFilter();
  const lines = filterLines(cabling.lines, filter);
  const { asked, ask, close, connect, actions, ids, picked, clear } = useAsking(lines);
  const name = objectName(device);
  const cabled = cabling.lines.filter(({ cable }) => cable !== null).length;
  return (
    <div className={css.stack}>
      {isPanel(cabling.lines) ? <PatchPanel cabling={cabling} name={name} /> : null}
      <Card title="Ports" aside={`${cabled} of ${counted(cabling.lines.length, 'port', 'ports')} cabled`} flush>
        <CablingTools {...{ device, cabling, lines, filter }} onFilter={setFilter} onConnect={() => connect()} />
        <PickedBar picked={picked} onAsk={ask} onClear={clear} />
        {lines.length > 0 ? (
          <CablingTable lines={lines} picked={ids} label={`Ports of ${name}`} actions={actions} />
        ) : (
          <EmptyState title="No port matches" />
        )}
        <Cut cut={cabling.cut} />
      </Card>
      <Dialogs asked={asked} device={device} onClose={close} />
    </div>
  );
}

/** The ports of a device with their cables: a table, and both faces of a panel. */
export function CablingTab({ entity, row }: { entity: UiEntity; row: Row }) {
  const { query, request } = useLines(entity, row.id);
  const { data } = query;
  useReportStatus(data && request ? { text: counted(data.lines.length, 'port', 'ports'), request, ms: data.ms } : null);
  if (query.isLoading) return <Bones lines={6} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!data || data.lines.length === 0) {
    return <EmptyState title="No port takes a cable">Add interfaces or ports to the device first.</EmptyState>;
  }
  return <Lines device={row} cabling={data} />;
}
