/** Lock that serialises what depends on where a cluster is and who is in it. */
export const clusterLock = (id: string): string => `virtualization.Cluster/${id}`;
