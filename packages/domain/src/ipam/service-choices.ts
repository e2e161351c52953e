import { choiceSet } from '@plumbline/kit';

/** First hop redundancy protocol. */
export const fhrpGroupProtocol = choiceSet('ipam.fhrpGroupProtocol', [
  ['vrrp2', 'VRRPv2', undefined, 'Standard'],
  ['vrrp3', 'VRRPv3', undefined, 'Standard'],
  ['carp', 'CARP', undefined, 'Standard'],
  ['clusterxl', 'ClusterXL', undefined, 'CheckPoint'],
  ['hsrp', 'HSRP', undefined, 'Cisco'],
  ['glbp', 'GLBP', undefined, 'Cisco'],
  ['other', 'Other'],
]);

/** How members of a group prove themselves. */
export const fhrpGroupAuthType = choiceSet('ipam.fhrpGroupAuthType', [
  ['plaintext', 'Plaintext'],
  ['md5', 'MD5'],
]);

/** Life of an address range. */
export const ipRangeStatus = choiceSet('ipam.ipRangeStatus', [
  ['active', 'Active', 'blue'],
  ['reserved', 'Reserved', 'cyan'],
  ['deprecated', 'Deprecated', 'red'],
]);

/** Transport protocol. */
export const serviceProtocol = choiceSet('ipam.serviceProtocol', [
  ['tcp', 'TCP'],
  ['udp', 'UDP'],
  ['sctp', 'SCTP'],
]);
