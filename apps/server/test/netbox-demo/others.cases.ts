import { bytewise, counts, mostFirst, type Case, type Loose } from './case.ts';

const TAGGED = 'nodes { tags { nodes { slug } } }';

const TAGS = `{ tags(first: 1000) { nodes { slug } } sites(first: 1000, filter: { tags: { some: { weight: { gte: 0 } } } }) { ${TAGGED} }
  devices(first: 1000, filter: { tags: { some: { weight: { gte: 0 } } } }) { ${TAGGED} } }`;

const usesOf = ({ sites, devices }: Loose): Map<string, number> =>
  counts([...sites.nodes, ...devices.nodes].flatMap(({ tags }: Loose) => tags.nodes.map(({ slug }: Loose) => slug)));

/** Tenants, tags, custom fields and users. */
export const otherCases: Readonly<Record<string, Case>> = {
  'tenant-dmi': {
    query: `{ tenants(filter: { name: { eq: "Dunder-Mifflin, Inc." } }) { nodes {
      sites { totalCount } racks { totalCount } devices { totalCount } circuits { totalCount } vlans { totalCount } prefixes { totalCount } } } }`,
    answer: ({ tenants }) =>
      tenants.nodes.map(({ sites, racks, devices, circuits, vlans, prefixes }: Loose) =>
        [sites, racks, devices, circuits, vlans, prefixes].map(({ totalCount }) => totalCount),
      ),
  },
  'tenant-cf': {
    query: `{ named: tenants(filter: { name: { eq: "Nakatomi Corportation" } }) { nodes { customFields } }
      blank: tenants(filter: { customField: [{ name: "cust_id", eq: "" }] }) { totalCount } }`,
    answer: ({ named, blank }) =>
      named.nodes.map(({ customFields }: Loose) => [customFields.cust_id, blank.totalCount]),
  },
  'cf-def': {
    query:
      '{ customFields(filter: { name: { eq: "cust_id" } }) { nodes { type label validationRegex filterLogic objectTypes } } }',
    answer: ({ customFields }) =>
      customFields.nodes.map(({ type, label, validationRegex, filterLogic, objectTypes }: Loose) => [
        type,
        label,
        validationRegex,
        filterLogic,
        objectTypes.join().toLowerCase(),
      ]),
  },
  'tags-most': { query: TAGS, answer: (data) => mostFirst(usesOf(data)).slice(0, 5) },
  'tags-unused': {
    query: TAGS,
    answer: (data) => data.tags.nodes.map(({ slug }: Loose) => slug).filter((slug: string) => !usesOf(data).has(slug)),
  },
  'tags-and': {
    query:
      '{ sites(filter: { and: [{ tags: { some: { slug: { eq: "quebec" } } } }, { tags: { some: { slug: { eq: "zulu" } } } }] }) { nodes { name } } }',
    answer: ({ sites }) => sites.nodes.map(({ name }: Loose) => name),
  },
  'tags-akron': {
    query: '{ sites(filter: { name: { eq: "DM-Akron" } }) { nodes { tags { nodes { slug } } } } }',
    answer: ({ sites }) => bytewise(sites.nodes[0].tags.nodes.map(({ slug }: Loose) => slug)),
  },
  users: {
    query: '{ users(orderBy: [{ field: "username" }]) { nodes { username isSuperuser } } }',
    answer: ({ users }) => users.nodes.map(({ username, isSuperuser }: Loose) => [username, isSuperuser]),
    part: (expected) => expected.map(([username, isSuperuser]: Loose) => [username, isSuperuser]),
  },
};

/** Parts of assertions that are not asked, for those of which another part is. */
export const WAITING_PARTS: Readonly<Record<string, string>> = {
  'agg-util': 'the fourth decimal, which is rounded there and cut here',
  users: 'hashes of passwords, which are never shown',
};
