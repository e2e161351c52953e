const SHARED: ReadonlySet<string> = new Set(['anycast', 'vip', 'vrrp', 'hsrp', 'glbp', 'carp']);

/** Whether an address of that role may stand on several devices at once. */
export const isSharedRole = (role: string | null): boolean => role !== null && SHARED.has(role);
