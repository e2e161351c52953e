/** Rows of a table of a dump, by nothing but its lines; null stands for `\N`. */
const rowsOf = (dump: string, table: string): Record<string, string | null>[] => {
  const [, names = '', body = ''] =
    new RegExp(`COPY public\\.${table} \\(([^)]*)\\) FROM stdin;\\n([\\s\\S]*?)\\\\\\.\\n`).exec(dump) ?? [];
  const columns = names.split(', ');
  return body
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const values = line.split('\t').map((value) => (value === '\\N' ? null : value));
      return Object.fromEntries(columns.map((name, at) => [name, values[at] ?? null]));
    });
};

const numberOf = (text: string | null | undefined): number => Number(text ?? 0);

/** Power figures as NetBox works them out of its tables, by id; draws in W, utilization in %. */
export interface NetboxPower {
  readonly ports: ReadonlyMap<number, readonly [number, number]>;
  readonly feeds: ReadonlyMap<number, number>;
  readonly racks: ReadonlyMap<number, number>;
}

/** A port draws what it says, else what the ports at its outlets say, level by level. */
const drawsOf = (dump: string) => {
  const ports = rowsOf(dump, 'dcim_powerport');
  const outlets = rowsOf(dump, 'dcim_poweroutlet');
  const draw = (port: Record<string, string | null>, what: string, seen: readonly unknown[] = []): number => {
    if (port['allocated_draw'] !== null || port['maximum_draw'] !== null) return numberOf(port[what]);
    const cables = outlets
      .filter((outlet) => outlet['power_port_id'] === port['id'])
      .map((outlet) => outlet['cable_id']);
    const fed = ports.filter((one) => one['cable_id'] !== null && cables.includes(one['cable_id'] ?? ''));
    return fed
      .filter((one) => one !== port && !seen.includes(one))
      .reduce((sum, one) => sum + draw(one, what, [...seen, port]), 0);
  };
  return { ports, draw };
};

/** Works out the figures of a dump with NetBox's formulas, without any code of the product. */
export const netboxPower = (dump: string): NetboxPower => {
  const { ports, draw } = drawsOf(dump);
  const feeds = rowsOf(dump, 'dcim_powerfeed');
  const available = (feed: Record<string, string | null>): number => {
    const single =
      Math.abs(numberOf(feed['voltage'])) * numberOf(feed['amperage']) * (numberOf(feed['max_utilization']) / 100);
    return Math.round(feed['phase'] === 'three-phase' ? single * 1.732 : single);
  };
  const racks = rowsOf(dump, 'dcim_rack').map((rack): [number, number] => {
    const own = feeds.filter((feed) => feed['rack_id'] === rack['id']);
    const cabled = ports.filter(
      (port) => port['cable_id'] !== null && own.some((feed) => feed['cable_id'] === port['cable_id']),
    );
    const power = own.reduce((sum, feed) => sum + available(feed), 0);
    const used = cabled.reduce((sum, port) => sum + draw(port, 'allocated_draw'), 0);
    return [numberOf(rack['id']), power > 0 ? (used / power) * 100 : 0];
  });
  return {
    ports: new Map(
      ports.map((port) => [numberOf(port['id']), [draw(port, 'allocated_draw'), draw(port, 'maximum_draw')]]),
    ),
    feeds: new Map(feeds.map((feed) => [numberOf(feed['id']), available(feed)])),
    racks: new Map(racks),
  };
};
