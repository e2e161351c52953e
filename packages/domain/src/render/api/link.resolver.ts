import { readSetting, type Writer } from '@plumbline/engine';
import { Arg, Ctx, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import { URL_SCHEMES } from '../../core/core.settings.ts';
import { allowedSchemes } from '../../extras/customization/link-address.ts';
import { isId } from '../../users/session.commands.ts';
import type { ShownLink, StoredLink } from '../links/custom-links.queries.ts';
import type { RenderApiContext } from './render.resolver.ts';

/** A custom link of one object. */
@ObjectType({ simpleResolvers: true })
export class CustomLinkShown {
  @Field(() => ID, { description: 'Id of the custom link.' })
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true, description: 'Links of one group stand in one menu.' })
  group!: string | null;

  @Field(() => String, { description: 'What it is called, without markup.' })
  text!: string;

  @Field(() => String, { nullable: true, description: 'Null when it can not be opened.' })
  url!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it can not be opened.' })
  problem!: string | null;

  @Field(() => Boolean)
  newWindow!: boolean;

  @Field(() => String, { description: 'Look of the button, a value of `extras.customLinkButtonClass`.' })
  buttonClass!: string;
}

const LINKS = `SELECT l.id, l.name, l.link_text AS "linkText", l.link_url AS "linkUrl", l.group_name AS "groupName",
    l.button_class AS "buttonClass", l.new_window AS "newWindow"
  FROM extras_custom_link l
  WHERE l.organization_id = $1 AND l.enabled AND $2 = ANY (l.object_types)
  ORDER BY l.group_name NULLS FIRST, l.weight, l.name LIMIT 100`;

/** Schemes that links may have in an organization. */
const schemesOf = async ({ engine: { dataSource } }: Writer, organizationId: string): Promise<ReadonlySet<string>> => {
  const db = {
    query: <T>(text: string, values: readonly unknown[] = []) => dataSource.query<T[]>(text, [...values]),
  };
  return allowedSchemes(await readSetting(db, organizationId, URL_SCHEMES.key));
};

/** Links that administrators put on pages of objects. */
@Resolver()
export class LinkResolver {
  @Query(() => [CustomLinkShown], {
    description: 'Custom links of an object one sees, with their templates rendered; by group, weight and name.',
  })
  async objectLinks(
    @Arg('type', () => String, { description: 'Full type name such as dcim.Device.' }) type: string,
    @Arg('id', () => ID) id: string,
    @Ctx() { actor, signal, writer, configs }: RenderApiContext,
  ): Promise<readonly ShownLink[]> {
    if (!isId(id) || !writer.engine.registry.find(type)) return [];
    const links = await writer.engine.dataSource.query<StoredLink[]>(LINKS, [actor.organizationId, type]);
    if (links.length === 0) return [];
    const schemes = await schemesOf(writer, actor.organizationId);
    return configs.links({ actor, signal }, { type, id: id.toLowerCase() }, links, schemes);
  }
}
