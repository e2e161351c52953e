const QUERY = `query Reserve($site: ID!, $loadW: Int!) {
  batteryReserve(site: $site, loadW: $loadW) { capacityWh minutes }
}`;

const made = (tag, more) => Object.assign(document.createElement(tag), more);

const told = ({ capacityWh, minutes }) =>
  capacityWh === 0 ? 'There is no active battery.' : `${Math.floor(minutes)} min on ${capacityWh} Wh.`;

/** Asks for a load and says how long the batteries of the site carry it: a tab of its own. */
export const mount = (element, { object, query, signal }) => {
  const input = made('input', { type: 'number', min: '1', value: '500', id: 'power-reserve-load' });
  const label = made('label', { htmlFor: input.id, textContent: 'Load in W ' });
  const answer = made('p', { role: 'status' });
  const show = async () => {
    const loadW = Math.round(Number(input.value));
    if (!(loadW > 0)) return;
    try {
      answer.textContent = told((await query(QUERY, { site: object.id, loadW })).batteryReserve);
    } catch (error) {
      if (!signal.aborted) answer.textContent = error.message;
    }
  };
  input.addEventListener('change', show, { signal });
  element.append(label, input, answer);
  void show();
};
