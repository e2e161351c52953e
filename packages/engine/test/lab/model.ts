import {
  arc,
  asn,
  BaseObject,
  bigint,
  bool,
  choice,
  choiceSet,
  color,
  date,
  dateTime,
  decimal,
  entity,
  idRanges,
  int,
  intChoice,
  intList,
  ipCidr,
  ipHost,
  json,
  longText,
  mac,
  PrimaryObject,
  ref,
  refs,
  secret,
  slug,
  text,
  textList,
  timeZone,
  url,
  uuid,
  wwn,
} from '@plumbline/kit';

const status = choiceSet('lab.status', [
  ['active', 'Active', 'green'],
  ['staged', 'Staged', 'blue'],
  ['failed', 'Failed "hard"', 'red'],
]);
const face = choiceSet(
  'lab.face',
  [
    ['front', 'Front'],
    ['rear', 'Rear'],
  ],
  { closed: true },
);
const width = choiceSet('lab.width', [
  [10, '10 inches'],
  [19, '19 inches', 'cyan'],
]);

@entity('lab.Organization', { provides: 'organization', global: { kind: 'self' } })
export class Organization extends BaseObject {
  @text({ max: 100 }) name!: string;
}

@entity('lab.Member', { provides: 'users', global: { kind: 'link', table: 'users_membership', column: 'user_id' } })
export class Member extends BaseObject {
  @text({ max: 100 }) name!: string;
  @secret({ optional: true }) password!: string | null;
}

@entity('lab.Tag', { provides: 'tags', matchBy: ['slug'], unique: [['slug']] })
export class Tag extends BaseObject {
  @text({ max: 100, natural: true, search: 100 }) name!: string;
  @slug({ search: 110 }) slug!: string;
  @color() color!: string;
}

@entity('lab.Region', { tree: 'parent', matchBy: ['slug'], unique: [['slug']] })
export class Region extends PrimaryObject {
  @ref('lab.Region', { optional: true, inverse: 'children' }) parent!: Region | null;
  @text({ max: 100, natural: true, search: 100 }) name!: string;
  @slug() slug!: string;
}

@entity('lab.Provider', { matchBy: ['slug'] })
export class Provider extends BaseObject {
  @text({ max: 100, natural: true, search: 100 }) name!: string;
  @slug() slug!: string;
}

@entity('lab.Site', { matchBy: ['slug'], unique: [['slug']], features: ['tags', 'customFields'] })
export class Site extends PrimaryObject {
  @text({ max: 100, natural: true, search: 100, list: true }) name!: string;
  @slug({ search: 110 }) slug!: string;
  @choice(status, { default: 'active' }) status!: string;
  @ref('lab.Region', { optional: true, inverse: 'sites', onDelete: 'setNull' }) region!: Region | null;
  @refs('lab.Provider', { inverse: 'sites' }) providers!: Provider[];
  @decimal({ digits: 8, scale: 6, optional: true }) latitude!: string | null;
}

@entity('lab.Device', { matchBy: ['site', 'name'], features: ['tags', 'customFields'] })
export class Device extends PrimaryObject {
  @text({ max: 64, natural: true, optional: true, search: 100, list: true }) name!: string | null;
  @text({ max: 50, optional: true, search: 300 }) serial!: string | null;
  @choice(status, { default: 'active', list: true }) status!: string;
  @choice(face, { optional: true }) face!: string | null;
  @intChoice(width, { optional: true }) width!: number | null;
  @int({ optional: true }) weight!: number | null;
  @decimal({ digits: 5, scale: 2, optional: true }) position!: string | null;
  @ref('lab.Site', { inverse: 'devices' }) site!: Site;
  @ref('lab.Address', { optional: true, inverse: false, onDelete: 'setNull' }) primaryAddress!: Address | null;
}

@entity('lab.Port', { matchBy: ['device', 'name'], order: ['device', 'name'], unique: [['device', 'name']] })
export class Port extends PrimaryObject {
  @ref('lab.Device', { inverse: 'ports', onDelete: 'cascade' }) device!: Device;
  @text({ max: 64, natural: true, search: 100 }) name!: string;
  @bool() enabled!: boolean;
  @int({ optional: true }) mtu!: number | null;
  @mac({ optional: true }) mac!: string | null;
  @bigint({ optional: true }) speed!: string | null;
}

@entity('lab.Group', { display: ['name', 'description'], displayJoin: ' / ' })
export class Group extends PrimaryObject {
  @text({ max: 64, natural: true, optional: true, search: 100 }) name!: string | null;
}

@entity('lab.Address', { display: ['address'], order: ['address'], matchBy: ['address', 'assignedObject'] })
export class Address extends PrimaryObject {
  @ipHost({ search: 100 }) address!: string;
  @arc({ port: 'lab.Port', group: 'lab.Group' }, { optional: true, inverse: 'addresses', onDelete: 'setNull' })
  assignedObject!: Port | Group | null;
  @ref('lab.Address', { optional: true, inverse: 'outside', onDelete: 'setNull' }) inside!: Address | null;
  @text({ max: 100, optional: true, search: 300 }) dnsName!: string | null;
}

/** A field of every kind. */
@entity('lab.Sample', { order: ['-created'] })
export class Sample extends BaseObject {
  @text({ optional: true }) text!: string | null;
  @longText({ optional: true }) longText!: string | null;
  @slug({ optional: true }) slug!: string | null;
  @int({ optional: true }) int!: number | null;
  @bigint({ optional: true }) bigint!: string | null;
  @decimal({ digits: 12, scale: 2, optional: true }) decimal!: string | null;
  @bool({ optional: true }) bool!: boolean | null;
  @choice(status, { optional: true }) choice!: string | null;
  @intChoice(width, { optional: true }) intChoice!: number | null;
  @color({ optional: true }) color!: string | null;
  @url({ optional: true }) link!: string | null;
  @date({ optional: true }) date!: string | null;
  @dateTime({ optional: true }) dateTime!: string | null;
  @json({ optional: true }) json!: unknown;
  @ipHost({ optional: true }) ipHost!: string | null;
  @ipCidr({ optional: true }) ipCidr!: string | null;
  @mac({ optional: true }) mac!: string | null;
  @wwn({ optional: true }) wwn!: string | null;
  @asn({ optional: true }) asn!: number | null;
  @idRanges({ optional: true }) idRanges!: string | null;
  @intList({ optional: true }) intList!: number[] | null;
  @textList({ optional: true }) textList!: string[] | null;
  @uuid({ optional: true }) uuid!: string | null;
  @secret({ optional: true }) secret!: string | null;
  @timeZone({ optional: true }) timeZone!: string | null;
}

/** Entities of a small network, with every kind of field and relation. */
export const labClasses = [Organization, Member, Tag, Region, Provider, Site, Device, Port, Group, Address, Sample];
