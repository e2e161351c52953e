import type { APIRequestContext } from 'playwright-core';
import { type Catalogue, indexCatalogue } from '../src/catalogue/catalogue.ts';
import type { RefValue, UiCatalogue, UiEntity } from '../src/catalogue/types.ts';

interface Payload {
  nodes: RefValue[];
  userErrors: { path: string | null; code: string; message: string }[];
}

/** GraphQL as the signed-in person, for what a story needs before it begins. */
export class Api {
  private constructor(
    private readonly url: string,
    private readonly http: APIRequestContext,
    readonly catalogue: Catalogue,
  ) {}

  /** Connects and reads the catalogue. */
  static async open(url: string, http: APIRequestContext): Promise<Api> {
    const empty = new Api(url, http, indexCatalogue({ hash: '', entities: [] }));
    const { catalogue } = await empty.ask<{ catalogue: UiCatalogue }>('{ catalogue }');
    return new Api(url, http, indexCatalogue(catalogue));
  }

  /** Answers a query. @throws Error with what the server says. */
  async ask<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    const answer = await this.http.post(`${this.url}graphql`, {
      data: { query, variables },
      headers: { 'x-plumbline-csrf': '1' },
    });
    const reply = (await answer.json()) as { data?: T; errors?: { message: string }[] };
    if (!reply.data || reply.errors) throw new Error(reply.errors?.map(({ message }) => message).join('\n'));
    return reply.data;
  }

  /** Creates one row. @throws Error that names every refusal. */
  async create(entity: UiEntity, input: Record<string, unknown>): Promise<RefValue> {
    const verb = `${entity.one}Create`;
    const query = `mutation Make($input: [${entity.type}CreateInput!]!) {
  ${verb}(input: $input) { nodes { id number display } userErrors { path code message } }
}`;
    const payload = (await this.ask<Record<string, Payload>>(query, { input: [input] }))[verb];
    const row = payload?.nodes[0];
    if (row && payload.userErrors.length === 0) return row;
    const refusals = (payload?.userErrors ?? []).map(({ path, message }) => `${path}: ${message}`).join('; ');
    throw new Error(`No ${entity.label} from ${JSON.stringify(input)}: ${refusals}`);
  }

  /** One field of a row, read by id; undefined when the row is gone. */
  async read(entity: UiEntity, id: string, field: string): Promise<unknown> {
    const query = `query Read($id: ID) { ${entity.one}(id: $id) { ${field} } }`;
    const row = (await this.ask<Record<string, Record<string, unknown> | null>>(query, { id }))[entity.one];
    return row?.[field];
  }
}
