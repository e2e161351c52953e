import { choiceSet } from '@plumbline/kit';

/** How peers prove themselves. */
export const authenticationMethod = choiceSet('vpn.authenticationMethod', [
  ['preshared-keys', 'Pre-shared keys'],
  ['certificates', 'Certificates'],
  ['rsa-signatures', 'RSA signatures'],
  ['dsa-signatures', 'DSA signatures'],
]);

/** Cipher. */
export const encryptionAlgorithm = choiceSet('vpn.encryptionAlgorithm', [
  ['aes-128-cbc', '128-bit AES (CBC)'],
  ['aes-128-gcm', '128-bit AES (GCM)'],
  ['aes-192-cbc', '192-bit AES (CBC)'],
  ['aes-192-gcm', '192-bit AES (GCM)'],
  ['aes-256-cbc', '256-bit AES (CBC)'],
  ['aes-256-gcm', '256-bit AES (GCM)'],
  ['3des-cbc', '3DES'],
  ['des-cbc', 'DES'],
]);

/** Keyed hash. */
export const authenticationAlgorithm = choiceSet('vpn.authenticationAlgorithm', [
  ['hmac-sha1', 'SHA-1 HMAC'],
  ['hmac-sha256', 'SHA-256 HMAC'],
  ['hmac-sha384', 'SHA-384 HMAC'],
  ['hmac-sha512', 'SHA-512 HMAC'],
  ['hmac-md5', 'MD5 HMAC'],
]);

/** Diffie-Hellman group, by its IANA number. */
export const dhGroup = choiceSet('vpn.dhGroup', [
  [1, 'Group 1'],
  [2, 'Group 2'],
  [5, 'Group 5'],
  [14, 'Group 14'],
  [15, 'Group 15'],
  [16, 'Group 16'],
  [17, 'Group 17'],
  [18, 'Group 18'],
  [19, 'Group 19'],
  [20, 'Group 20'],
  [21, 'Group 21'],
  [22, 'Group 22'],
  [23, 'Group 23'],
  [24, 'Group 24'],
  [25, 'Group 25'],
  [26, 'Group 26'],
  [27, 'Group 27'],
  [28, 'Group 28'],
  [29, 'Group 29'],
  [30, 'Group 30'],
  [31, 'Group 31'],
  [32, 'Group 32'],
  [33, 'Group 33'],
  [34, 'Group 34'],
]);

/** Version of the key exchange. */
export const ikeVersion = choiceSet(
  'vpn.ikeVersion',
  [
    [1, 'IKEv1'],
    [2, 'IKEv2'],
  ],
  { closed: true },
);

/** Mode of the first phase of IKEv1. */
export const ikeMode = choiceSet(
  'vpn.ikeMode',
  [
    ['aggressive', 'Aggressive'],
    ['main', 'Main'],
  ],
  { closed: true },
);

/** IPsec protocol. */
export const ipsecMode = choiceSet('vpn.ipsecMode', [
  ['esp', 'ESP'],
  ['ah', 'AH'],
]);

/** Life of a tunnel. */
export const tunnelStatus = choiceSet('vpn.tunnelStatus', [
  ['planned', 'Planned', 'cyan'],
  ['active', 'Active', 'green'],
  ['disabled', 'Disabled', 'red'],
]);

/** How a tunnel wraps packets. */
export const tunnelEncapsulation = choiceSet('vpn.tunnelEncapsulation', [
  ['ipsec-transport', 'IPsec - Transport'],
  ['ipsec-tunnel', 'IPsec - Tunnel'],
  ['ip-ip', 'IP-in-IP'],
  ['gre', 'GRE'],
  ['wireguard', 'WireGuard'],
  ['openvpn', 'OpenVPN'],
  ['l2tp', 'L2TP'],
  ['pptp', 'PPTP'],
]);

/** Part an end plays in a tunnel. */
export const tunnelTerminationRole = choiceSet('vpn.tunnelTerminationRole', [
  ['peer', 'Peer', 'green'],
  ['hub', 'Hub', 'blue'],
  ['spoke', 'Spoke', 'orange'],
]);

/** Service type of an L2VPN. */
export const l2vpnType = choiceSet('vpn.l2vpnType', [
  ['vpws', 'VPWS', undefined, 'VPLS'],
  ['vpls', 'VPLS', undefined, 'VPLS'],
  ['vxlan', 'VXLAN', undefined, 'VXLAN'],
  ['vxlan-evpn', 'VXLAN-EVPN', undefined, 'VXLAN'],
  ['mpls-evpn', 'MPLS EVPN', undefined, 'L2VPN E-VPN'],
  ['pbb-evpn', 'PBB EVPN', undefined, 'L2VPN E-VPN'],
  ['evpn-vpws', 'EVPN VPWS', undefined, 'L2VPN E-VPN'],
  ['epl', 'EPL', undefined, 'E-Line'],
  ['evpl', 'EVPL', undefined, 'E-Line'],
  ['ep-lan', 'Ethernet Private LAN', undefined, 'E-LAN'],
  ['evp-lan', 'Ethernet Virtual Private LAN', undefined, 'E-LAN'],
  ['ep-tree', 'Ethernet Private Tree', undefined, 'E-Tree'],
  ['evp-tree', 'Ethernet Virtual Private Tree', undefined, 'E-Tree'],
  ['spb', 'SPB', undefined, 'Other'],
]);

/** Life of an L2VPN. */
export const l2vpnStatus = choiceSet('vpn.l2vpnStatus', [
  ['active', 'Active', 'green'],
  ['planned', 'Planned', 'cyan'],
  ['decommissioning', 'Decommissioning', 'red'],
]);
