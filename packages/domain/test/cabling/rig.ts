import type { InputRow } from '@plumbline/engine';
import { Desk, type Variables } from '../desk.ts';

/** Answer of a mutation as JSON. */
export type Answer = Readonly<Record<string, unknown>> & {
  readonly userErrors: readonly { readonly path: string; readonly code: string; readonly message: string }[];
};

const FIELDS: Readonly<Record<string, InputRow>> = {
  'dcim.Interface': { type: '1000base-t' },
  'dcim.FrontPort': { type: '8p8c' },
  'dcim.RearPort': { type: '8p8c' },
};

const ERRORS = 'userErrors { path code message details } dryRun changeSetId';
const PLUG = '{ kind id name deviceName type }';

const CONNECT = `mutation ($input: CableConnectInput!, $options: WriteOptions) { cableConnect(input: $input, options: $options) {
  pairs { index label color a ${PLUG} b ${PLUG} cable problems { path code message details } }
  nodes { id label status color type tenant { slug } } changes(first: 5) { type action } ${ERRORS} } }`;
const MOVE = `mutation ($moves: [CableMoveInput!]!, $options: WriteOptions) { cableMove(moves: $moves, options: $options) {
  moves { index cable label end from ${PLUG} to ${PLUG} problems { path code message details } } nodes { id label } changes { type action } ${ERRORS} } }`;
const DISCONNECT = `mutation ($input: CableDisconnectInput!, $options: WriteOptions) { cableDisconnect(input: $input, options: $options) {
  cables { id number label a ${PLUG} b ${PLUG} } free { name } changes { type action } ${ERRORS} } }`;

/** Devices with ports to be cabled, over the product's whole schema. */
export class Rig {
  private constructor(
    readonly desk: Desk,
    readonly site: string,
  ) {}

  static async open(): Promise<Rig> {
    const desk = await Desk.open();
    return new Rig(desk, await desk.plant.named('dcim.Site'));
  }

  close(): Promise<void> {
    return this.desk.close();
  }

  /** A device of a name of its own, with ports of one or more kinds. */
  async device(
    stem: string,
    ports: Readonly<Record<string, readonly string[]>>,
  ): Promise<{ id: string; name: string }> {
    const { plant } = this.desk;
    const name = plant.name(stem);
    const id = await plant.device(await plant.type(), { name, site: this.site });
    for (const [model, names] of Object.entries(ports))
      await plant.all(
        model,
        names.map((port) => ({ device: id, name: port, ...FIELDS[model] })),
      );
    return { id, name };
  }

  connect(input: object, options: object = {}): Promise<Answer> {
    return this.#ask('cableConnect', CONNECT, { input, options });
  }

  move(moves: readonly object[], options: object = {}): Promise<Answer> {
    return this.#ask('cableMove', MOVE, { moves, options });
  }

  disconnect(input: object, options: object = {}): Promise<Answer> {
    return this.#ask('cableDisconnect', DISCONNECT, { input, options });
  }

  async #ask(field: string, text: string, variables: Variables): Promise<Answer> {
    const { data, errors } = await this.desk.execute(text, variables);
    if (errors) throw new Error(errors.map((error) => `${error.message} ${error.stack}`).join('\n'));
    return (JSON.parse(JSON.stringify(data)) as Record<string, Answer>)[field] as Answer;
  }

  /** `label: a ports > b ports` of all cables there are, in the order of their numbers. */
  async cables(): Promise<string[]> {
    const text = `{ cables(first: 200, orderBy: [{ field: "number" }]) { nodes { label terminations { nodes { cableEnd connector termination {
      ... on Interface { name device { name } } ... on FrontPort { name device { name } } ... on RearPort { name device { name } } } } } } } }`;
    const { data } = await this.desk.ask(text);
    interface Row {
      readonly label: string | null;
      readonly terminations: {
        readonly nodes: readonly {
          cableEnd: string;
          connector: number | null;
          termination: { name: string; device: { name: string } };
        }[];
      };
    }
    const end = ({ terminations }: Row, side: string): string =>
      terminations.nodes
        .filter(({ cableEnd }) => cableEnd === side)
        .map(
          ({ termination, connector }) =>
            `${termination.device.name}:${termination.name}${connector ? `/${connector}` : ''}`,
        )
        .join('+');
    const { nodes } = data['cables'] as { readonly nodes: readonly Row[] };
    return nodes.map((row) => `${row.label ?? ''}: ${end(row, 'A')} > ${end(row, 'B')}`);
  }
}

/** `F1 ... F<count>` or the like. */
export const ports = (stem: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${stem}${i + 1}`);

/** `path CODE` of all refusals. */
export const refusals = ({ userErrors }: Answer): string[] => userErrors.map(({ path, code }) => `${path} ${code}`);
