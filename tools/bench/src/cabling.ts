import type { BenchServer } from './server.ts';

/** What cabling panels in bulk took over HTTP, in milliseconds: medians, and the slowest. */
export interface CablingFigure {
  readonly pairs: number;
  readonly preview: number;
  readonly connect: number;
  readonly slowest: number;
  readonly move: number;
  readonly disconnect: number;
}

const WARM = 5;

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

const told = async <T>(server: BenchServer, query: string): Promise<T> => {
  const { text } = await server.ask(query, true);
  if (/"errors":\[|"userErrors":\[\{/.test(text)) throw new Error(`${query.slice(0, 200)}: ${text.slice(0, 500)}`);
  return (JSON.parse(text) as { readonly data: T }).data;
};

const timed = async (server: BenchServer, query: string): Promise<number> => {
  const started = performance.now();
  await told(server, query);
  return performance.now() - started;
};

/** Two panels, each with front ports in the places of as many pairs, and again as many. */
const panels = async (server: BenchServer, pairs: number): Promise<readonly [string, string]> => {
  const tag = `panel-${Date.now()}`;
  const { devices } = await told<{ devices: { nodes: { deviceType: object; role: object; site: object }[] } }>(
    server,
    '{ devices(first: 1) { nodes { deviceType { number } role { number } site { number } } } }',
  );
  const [like] = devices.nodes;
  const ref = (value: object | undefined): string => JSON.stringify(value).replaceAll('"', '');
  const rows = ['a', 'b'].map(
    (end) =>
      `{ name: "${tag}-${end}", components: "NONE", deviceType: ${ref(like?.deviceType)}, role: ${ref(like?.role)}, site: ${ref(like?.site)} }`,
  );
  await told(server, `mutation { deviceCreate(input: [${rows.join(' ')}]) { userErrors { path message } } }`);
  const ports = ['a', 'b'].flatMap((end) =>
    Array.from(
      { length: 2 * pairs },
      (_, i) =>
        `{ device: { key: { name: "${tag}-${end}", site: ${ref(like?.site)} } }, name: "F${i + 1}", type: "lc" }`,
    ),
  );
  await told(server, `mutation { frontPortCreate(input: [${ports.join(' ')}]) { userErrors { path message } } }`);
  return [`${tag}-a`, `${tag}-b`];
};

/** Joins two panels port by port in one mutation, moves all ends of one side, and takes the cables out, time and again. */
export const measureCabling = async (server: BenchServer, pairs: number, rounds: number): Promise<CablingFigure> => {
  const [a, b] = await panels(server, pairs);
  const side = (name: string, from: number): string =>
    `{ deviceNames: ["${name}"], names: ["F[${from}-${from + pairs - 1}]"] }`;
  const joined = (options: string): string =>
    `mutation { cableConnect(input: { a: ${side(a, 1)}, b: ${side(b, 1)}, cable: { type: "smf-os2" }, firstLabel: "P-001", colors: ["2196f3", "f44336"] }${options}) { pairs { label cable } userErrors { path message } } }`;
  const moved = `mutation { cableMove(moves: [{ from: ${side(b, 1)}, to: ${side(b, pairs + 1)} }]) { userErrors { path message } } }`;
  const gone = `mutation { cableDisconnect(input: { ports: [${side(a, 1)}] }) { userErrors { path message } } }`;
  const times: { preview: number; connect: number; move: number; disconnect: number }[] = [];
  for (let round = 0; round < WARM + rounds; round++)
    times.push({
      preview: await timed(server, joined(', options: { dryRun: true }')),
      connect: await timed(server, joined('')),
      move: await timed(server, moved),
      disconnect: await timed(server, gone),
    });
  const measured = times.slice(WARM);
  return {
    pairs,
    preview: median(measured.map((time) => time.preview)),
    connect: median(measured.map((time) => time.connect)),
    slowest: Math.max(...measured.map((time) => time.connect)),
    move: median(measured.map((time) => time.move)),
    disconnect: median(measured.map((time) => time.disconnect)),
  };
};
