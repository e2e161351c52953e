import { generatedType, scalars, type ApiContext, type Writer } from '@plumbline/engine';
import { DomainError, Forbidden, InvalidInput, type Problem } from '@plumbline/kit';
import {
  Arg,
  Ctx,
  Field,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  registerEnumType,
  Resolver,
} from 'type-graphql';
import { isAgreed } from './drift.commands.ts';
import type { DriftChange } from './compare.ts';
import type { Instance } from './drift.queries.ts';
import { applyPage, driftPage, type DriftPage, type DriftType, type Window } from './drift.service.ts';

/** What is done to a component, as an enum of the API. */
export const ComponentDriftActions = { ADD: 'ADD', CHANGE: 'CHANGE', REMOVE: 'REMOVE' } as const;
registerEnumType(ComponentDriftActions, {
  name: 'ComponentDriftAction',
  description: 'ADD what is missing, CHANGE what differs, REMOVE what the type does not have.',
});

/** A field in which a component differs from its template. */
@ObjectType({ simpleResolvers: true })
export class ComponentFieldDrift {
  @Field(() => String)
  field!: string;

  @Field(() => scalars.JSON, { nullable: true, description: 'As it is; a name where it refers to a component.' })
  current!: unknown;

  @Field(() => scalars.JSON, { nullable: true, description: 'As the template says.' })
  expected!: unknown;
}

/** What has to happen to one component. */
@ObjectType({ simpleResolvers: true })
export class ComponentDriftChange {
  @Field(() => String, { description: 'Kind of component, such as `interface` or `portMapping`.' })
  kind!: string;

  @Field(() => ComponentDriftActions)
  action!: string;

  @Field(() => String, { description: 'Name; of a mapping the front port and its position.' })
  name!: string;

  @Field(() => ID, { nullable: true, description: 'Id of the component; null for one that is missing.' })
  id!: string | null;

  @Field(() => Boolean, { description: 'Whether a cable is plugged in.' })
  cabled!: boolean;

  @Field(() => [ComponentFieldDrift])
  fields!: readonly ComponentFieldDrift[];

  @Field(() => Boolean, { description: 'Whether an application with these options would do it.' })
  agreed!: boolean;
}

/** A device, or a module in one, that differs from its type. */
@ObjectType({ simpleResolvers: true })
export class DriftedInstance {
  @Field(() => ID)
  device!: string;

  @Field(() => String)
  deviceName!: string;

  @Field(() => ID, { nullable: true, description: 'The module; null for the device itself.' })
  module!: string | null;

  @Field(() => [ComponentDriftChange])
  changes!: readonly ComponentDriftChange[];

  @Field(() => [String], { description: 'Why templates can not be filled in here; empty when they can.' })
  problems!: readonly string[];
}

/** Drifted instances among those examined. */
@ObjectType({ simpleResolvers: true })
export class ComponentDrift {
  @Field(() => Int, { description: 'Instances that were looked at.' })
  examined!: number;

  @Field(() => ID, { nullable: true, description: 'Give it as `after` to go on; null at the end.' })
  next!: string | null;

  @Field(() => [DriftedInstance])
  instances!: readonly DriftedInstance[];

  @Field(() => String, { description: 'Names this plan; give it to `componentDriftApply`.' })
  digest!: string;
}

/** Answer of an application. */
@ObjectType({ simpleResolvers: true })
export class ComponentDriftPayload {
  @Field(() => ComponentDrift, { nullable: true, description: 'The plan as it stood before, with what was agreed to.' })
  plan!: ComponentDrift | null;

  @Field(() => ID, { nullable: true })
  changeSetId!: string | null;

  @Field(() => [generatedType('UserError')])
  userErrors!: readonly Problem[];

  @Field(() => Boolean)
  dryRun!: boolean;
}

/** Which instances of which type. */
@InputType()
export class ComponentDriftInput {
  @Field(() => ID, { nullable: true, description: 'Device type; this or a module type.' })
  deviceType?: string | null;

  @Field(() => ID, { nullable: true })
  moduleType?: string | null;

  @Field(() => [ID], { nullable: true, description: 'Devices or modules of the type; all of them when absent.' })
  ids?: readonly string[] | null;

  @Field(() => Int, { defaultValue: 100, description: 'Instances to look at, 1 to 500.' })
  first!: number;

  @Field(() => ID, { nullable: true })
  after?: string | null;
}

/** What the caller agrees to. */
@InputType()
export class ComponentDriftConsent {
  @Field(() => Boolean, { defaultValue: false, description: 'Remove components that the type does not have.' })
  remove!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'With `remove`: those with a cable as well, and the cable with them. They stay otherwise.',
  })
  dropCabled!: boolean;
}

const MOST = 500;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const refuse = (path: string, message: string): never => {
  throw new InvalidInput([{ path, code: 'BAD_USER_INPUT', message }]);
};

const uuid = (path: string, id: string): string => (UUID.test(id) ? id : refuse(path, `"${id}" is no id.`));

const typeOf = ({ deviceType, moduleType }: ComponentDriftInput): DriftType => {
  if (deviceType && !moduleType) return { owner: 'deviceType', id: uuid('input.deviceType', deviceType) };
  if (moduleType && !deviceType) return { owner: 'moduleType', id: uuid('input.moduleType', moduleType) };
  return refuse('input', 'Name a device type or a module type, and not both.');
};

const windowOf = ({ ids, first, after }: ComponentDriftInput): Window => {
  const count = ids?.length ?? first;
  if (count < 1 || count > MOST) return refuse('input.first', `One request looks at 1 to ${MOST} instances.`);
  return {
    first: count,
    ids: ids?.map((id) => uuid('input.ids', id)) ?? null,
    after: after ? uuid('input.after', after) : null,
  };
};

const shownChange = (change: DriftChange, consent: ComponentDriftConsent): ComponentDriftChange => ({
  kind: change.kind,
  action: change.action,
  name: change.key,
  id: change.id,
  cabled: change.cable !== null,
  fields: change.fields.map(({ field, current, expected }) => ({
    field: field === 'partId' ? field : field.replace(/Id$/, ''),
    current,
    expected,
  })),
  agreed: isAgreed(change, consent),
});

const shownInstance = (
  { device, deviceName, module, drift, stamped }: Instance,
  consent: ComponentDriftConsent,
): DriftedInstance => ({
  device,
  deviceName,
  module,
  changes: drift.changes.map((change) => shownChange(change, consent)),
  problems: stamped.problems.map(({ message }) => message),
});

const shown = ({ instances, ...page }: DriftPage, consent: ComponentDriftConsent): ComponentDrift => ({
  ...page,
  instances: instances.map((instance) => shownInstance(instance, consent)),
});

interface DriftContext extends ApiContext {
  readonly writer: Writer;
}

const NOTHING: ComponentDriftConsent = { remove: false, dropCabled: false };

/** Devices and modules that differ from their types, and how they are brought in line. */
@Resolver()
export class ComponentDriftResolver {
  @Query(() => ComponentDrift, {
    description:
      'Devices or modules whose components are not those that their type would give them now. Fields that a template leaves empty, logical interfaces and recorded inventory do not count.',
  })
  async componentDrift(
    @Arg('input', () => ComponentDriftInput) input: ComponentDriftInput,
    @Arg('consent', () => ComponentDriftConsent, { nullable: true }) consent: ComponentDriftConsent | null,
    @Ctx() { writer, actor }: DriftContext,
  ): Promise<ComponentDrift> {
    return shown(await driftPage(writer, actor, typeOf(input), windowOf(input)), consent ?? NOTHING);
  }

  @Mutation(() => ComponentDriftPayload, {
    description:
      'Brings devices or modules in line with their type: adds what is missing and changes what differs; removes what the type does not have only when asked, and never a cabled component unless asked for that too.',
  })
  async componentDriftApply(
    @Arg('input', () => ComponentDriftInput) input: ComponentDriftInput,
    @Arg('consent', () => ComponentDriftConsent, { nullable: true }) consent: ComponentDriftConsent | null,
    @Arg('digest', () => String, {
      nullable: true,
      description: 'Of the plan you saw; refused as STALE_WRITE when devices or templates changed since.',
    })
    digest: string | null,
    @Arg('reason', () => String, { nullable: true, description: 'Kept with the change set.' }) reason: string | null,
    @Arg('dryRun', () => Boolean, { defaultValue: false }) dryRun: boolean,
    @Ctx() { writer, actor }: DriftContext,
  ): Promise<ComponentDriftPayload> {
    const agreed = consent ?? NOTHING;
    const options = { ...agreed, dryRun, reason: reason ?? null, digest: digest ?? null };
    try {
      const { page, outcome } = await applyPage(writer, actor, typeOf(input), windowOf(input), options);
      const { changeSetId, errors } = outcome;
      return { plan: shown(page, agreed), changeSetId, userErrors: errors, dryRun };
    } catch (error) {
      if (!(error instanceof DomainError) || error instanceof Forbidden) throw error;
      return { plan: null, changeSetId: null, userErrors: error.problems, dryRun };
    }
  }
}
