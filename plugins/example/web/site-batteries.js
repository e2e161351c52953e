const QUERY = `query SiteBatteries($id: ID!) {
  site(id: $id) {
    batteryCapacityWh
    batteries(first: 20, orderBy: [{ field: "name" }]) {
      totalCount
      nodes { number name capacityWh statusChoice { label } }
    }
  }
}`;

const text = (tag, content) => {
  const element = document.createElement(tag);
  element.textContent = content;
  return element;
};

const linkTo = (href, content) => {
  const link = text('a', content);
  link.href = href;
  return link;
};

const lineOf = (battery, href) => {
  const line = document.createElement('li');
  const capacity = battery.capacityWh === null ? 'capacity unknown' : `${battery.capacityWh} Wh`;
  line.append(
    linkTo(href(`example/batteries/${battery.number}`), battery.name),
    `, ${capacity}, ${battery.statusChoice.label.toLowerCase()}`,
  );
  return line;
};

/** Shows the batteries of a site and what they hold together. */
export const mount = async (element, { object, query, href }) => {
  const { site } = await query(QUERY, { id: object.id });
  const { nodes, totalCount } = site.batteries;
  if (totalCount === 0) {
    element.append(text('p', 'No battery at this site.'));
    return;
  }
  const list = document.createElement('ul');
  list.append(...nodes.map((battery) => lineOf(battery, href)));
  element.append(text('p', `${site.batteryCapacityWh} Wh in active batteries.`), list);
  if (totalCount > nodes.length) element.append(text('p', `and ${totalCount - nodes.length} more`));
};
