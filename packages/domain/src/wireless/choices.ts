import { choiceSet } from '@plumbline/kit';

/** How stations prove themselves. */
export const wirelessAuthType = choiceSet('wireless.wirelessAuthType', [
  ['open', 'Open'],
  ['wep', 'WEP'],
  ['wpa-personal', 'WPA Personal (PSK)'],
  ['wpa-enterprise', 'WPA Enterprise'],
]);

/** Cipher of the air link. */
export const wirelessAuthCipher = choiceSet('wireless.wirelessAuthCipher', [
  ['auto', 'Auto'],
  ['tkip', 'TKIP'],
  ['aes', 'AES'],
]);

/** Life of a wireless LAN. */
export const wirelessLanStatus = choiceSet('wireless.wirelessLanStatus', [
  ['active', 'Active', 'green'],
  ['reserved', 'Reserved', 'cyan'],
  ['disabled', 'Disabled', 'orange'],
  ['deprecated', 'Deprecated', 'red'],
]);
