import { readSetting, type Model, type Writer } from '@plumbline/engine';
import { Arg, Ctx, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import { MAPS_URL, URL_SCHEMES } from '../../core/core.settings.ts';
import { allowedSchemes } from '../../extras/customization/link-address.ts';
import { isId } from '../../users/session.commands.ts';
import type { ShownLink, StoredLink } from '../links/custom-links.queries.ts';
import type { RenderApiContext } from './render.resolver.ts';

/** A custom link of one object. */
@ObjectType({ simpleResolvers: true })
export class CustomLinkShown {
  @Field(() => ID, { description: 'Id of the custom link; `map` for the place of the object.' })
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

const settingOf = ({ engine: { dataSource } }: Writer, organizationId: string, key: string): Promise<unknown> =>
  readSetting(
    { query: <T>(text: string, values: readonly unknown[] = []) => dataSource.query<T[]>(text, [...values]) },
    organizationId,
    key,
  );

/** The place of an object on a map, where it has one and the organization names a map. */
const mapLinks = async (writer: Writer, organizationId: string, model: Model): Promise<StoredLink[]> => {
  if (!model.scalars.has('latitude') || !model.scalars.has('longitude')) return [];
  const maps = await settingOf(writer, organizationId, MAPS_URL);
  if (typeof maps !== 'string' || maps.trim() === '') return [];
  const isPlaced = 'object.latitude is not none and object.longitude is not none';
  return [
    {
      id: 'map',
      name: 'map',
      linkText: `{% if ${isPlaced} %}Map{% endif %}`,
      linkUrl: `${maps.trim()}{{ object.latitude }},{{ object.longitude }}`,
      groupName: null,
      buttonClass: 'default',
      newWindow: true,
    },
  ];
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
    const model = writer.engine.registry.find(type);
    if (!isId(id) || !model) return [];
    const { organizationId } = actor;
    const own = await writer.engine.dataSource.query<StoredLink[]>(LINKS, [organizationId, type]);
    const links = [...(await mapLinks(writer, organizationId, model)), ...own];
    if (links.length === 0) return [];
    const schemes = allowedSchemes(await settingOf(writer, organizationId, URL_SCHEMES.key));
    return configs.links({ actor, signal }, { type, id: id.toLowerCase() }, links, schemes);
  }
}
