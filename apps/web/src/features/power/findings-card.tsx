import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import { graphql } from '../../api/client.ts';
import { ObjectLink } from '../../catalogue/object-link.tsx';
import type { RefValue } from '../../catalogue/types.ts';
import { useEntity } from '../../catalogue/use-catalogue.ts';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/input.tsx';
import { Bones, Card, ErrorState } from '../../ui/panel.tsx';
import { StatusShape } from '../../ui/status.tsx';
import { type Finding, type FindingPage, findingKinds, findingsRequest, type Level, type Place } from './finding.ts';
import css from './power.module.css';

/** Findings shown at first, and how many more with each press. */
const step = 50;
/** The API hands out no more at once. */
const most = 500;

function useFindings(place: Place, level: Level, first: number) {
  const request = findingsRequest(place, level, first);
  return useQuery({
    queryKey: ['power-findings', request.variables],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const { data } = await graphql<{ powerRedundancy: FindingPage }>(request, signal);
      return data.powerRedundancy;
    },
  });
}

function Linked({ type, row }: { type: string; row: RefValue | null }) {
  const entity = useEntity(type);
  return entity && row ? <ObjectLink entity={entity} row={row} /> : null;
}

function Parts({ finding, isRack }: { finding: Finding; isRack: boolean }) {
  const parts = [
    ...finding.inlets.map((row) => ({ type: 'dcim.PowerPort', row })),
    ...(finding.device && finding.feed ? [{ type: 'dcim.PowerFeed', row: finding.feed }] : []),
    ...(finding.panel ? [{ type: 'dcim.PowerPanel', row: finding.panel }] : []),
    ...(finding.rack && !isRack ? [{ type: 'dcim.Rack', row: finding.rack }] : []),
  ];
  return parts.map(({ type, row }, at) => (
    <Fragment key={row.id}>
      {at === 0 ? ' ' : ' · '}
      <Linked type={type} row={row} />
    </Fragment>
  ));
}

function Line({ finding, isRack }: { finding: Finding; isRack: boolean }) {
  const { label, tone } = findingKinds[finding.kind];
  return (
    <li className={css.finding}>
      <StatusShape tone={tone} />
      <span>
        <Linked type="dcim.Device" row={finding.device} />
        {finding.device ? null : <Linked type="dcim.PowerFeed" row={finding.feed} />}: {label.toLowerCase()}
      </span>
      <span className={css.about}>
        {finding.message}
        <Parts finding={finding} isRack={isRack} />
      </span>
    </li>
  );
}

const levels = [
  { value: 'FEED', label: 'a feed' },
  { value: 'PANEL', label: 'a panel with all its feeds' },
];

function Levels({ level, onChange }: { level: Level; onChange: (level: Level) => void }) {
  return (
    <label className={css.choices}>
      One source is
      <Select
        options={levels}
        value={level}
        onChange={(event) => onChange(event.target.value === 'PANEL' ? 'PANEL' : 'FEED')}
      />
    </label>
  );
}

function Foot({ shown, total, onMore }: { shown: number; total: number; onMore: () => void }) {
  if (shown >= total) return null;
  return (
    <div className={css.foot}>
      {shown} of {total.toLocaleString('en')}
      {shown < most ? <Button onClick={onMore}>Show more</Button> : 'Narrow it by location or rack to see the rest.'}
    </div>
  );
}

/** What is wrong with power at a place: devices on one feed or panel, inlets without a feed, overloads. */
export function PowerFindingsCard({ place }: { place: Place }) {
  const [level, setLevel] = useState<Level>('FEED');
  const [first, setFirst] = useState(step);
  const query = useFindings(place, level, first);
  if (query.isPending) return <Bones lines={4} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const { nodes, totalCount } = query.data;
  return (
    <Card title="Power check" aside={String(totalCount)} flush>
      <Levels level={level} onChange={setLevel} />
      {totalCount === 0 ? <p className={css.quiet}>Nothing found.</p> : null}
      <ul aria-busy={query.isPlaceholderData}>
        {nodes.map((finding, at) => (
          // a device or feed may have several findings, and they come anew as a whole
          <Line key={at} finding={finding} isRack={place.racks !== undefined} />
        ))}
      </ul>
      <Foot shown={nodes.length} total={totalCount} onMore={() => setFirst(Math.min(most, first + step))} />
    </Card>
  );
}
