WITH page AS (
  SELECT p.id, p.prefix, set_masklen(network(p.prefix)::inet, 32) AS low, set_masklen(broadcast(p.prefix), 32) AS high,
    p.vrf_id, p.is_pool
  FROM ipam_prefix p JOIN ipam_vrf v ON v.organization_id = $1 AND v.id = p.vrf_id AND v.name = 'vrf-3'
  WHERE p.organization_id = $1 AND p.prefix << '10.7.0.0/16' ORDER BY p.prefix, p.id LIMIT 100
)
SELECT g.prefix, a.used * 100 / (2 ^ (32 - masklen(g.prefix)) - CASE WHEN g.is_pool THEN 0 ELSE 2 END), a.free
FROM page g CROSS JOIN LATERAL (
  SELECT count(*) AS used, min(h.host + 1) FILTER (WHERE h.next IS DISTINCT FROM h.host + 1) AS free
  FROM (SELECT a.host, lead(a.host) OVER (ORDER BY a.host) AS next FROM (
    SELECT DISTINCT a.host FROM ipam_ip_address a
    WHERE a.organization_id = $1 AND coalesce(a.vrf_id, a.address_space_id, '00000000-0000-0000-0000-000000000000'::uuid) = g.vrf_id
      AND a.host >= g.low AND a.host <= g.high) a) h) a
ORDER BY g.prefix, g.id
