/** Roles of addresses that several devices answer for at once. */
export const SHARED_ROLES: readonly string[] = ['anycast', 'vip', 'vrrp', 'hsrp', 'glbp', 'carp'];

/** Whether an address of that role may stand on several devices at once. */
export const isSharedRole = (role: string | null): boolean => role !== null && SHARED_ROLES.includes(role);
