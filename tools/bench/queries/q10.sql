-- same rows
WITH page AS (
  SELECT p.id, p.prefix, p.vrf_id, p.status, p.mark_utilized, p.is_pool OR masklen(p.prefix) >= 31 AS is_whole,
    set_masklen(network(p.prefix)::inet, 32) AS low, set_masklen(broadcast(p.prefix), 32) AS high
  FROM ipam_prefix p JOIN ipam_vrf v ON v.organization_id = $1 AND v.id = p.vrf_id AND v.name = 'vrf-3'
  WHERE p.organization_id = $1 AND p.prefix << '10.0.0.0/16' ORDER BY p.prefix, p.id LIMIT 100
)
SELECT g.prefix,
  CASE WHEN g.mark_utilized THEN 100 ELSE
    trim_scale(trunc(least(a.used, s.size) * 100.0 / s.size, 4)) END AS utilization,
  set_masklen(CASE WHEN a.used = 0 OR a.first > g.low + s.skipped THEN g.low + s.skipped ELSE a.free END,
    masklen(g.prefix)) AS "firstAvailableAddress"
FROM page g
CROSS JOIN LATERAL (
  SELECT 2 ^ (32 - masklen(g.prefix))::numeric - CASE WHEN g.is_whole THEN 0 ELSE 2 END AS size,
    CASE WHEN g.is_whole THEN 0 ELSE 1 END AS skipped
) s
CROSS JOIN LATERAL (
  SELECT count(*) AS used, min(h.host) FILTER (WHERE h.host >= g.low + s.skipped) AS first,
    min(h.host + 1) FILTER (WHERE h.next IS DISTINCT FROM h.host + 1
      AND h.host + 1 >= g.low + s.skipped AND h.host + 1 <= g.high - s.skipped) AS free
  FROM (SELECT a.host, lead(a.host) OVER (ORDER BY a.host) AS next FROM (
    SELECT DISTINCT a.host FROM ipam_ip_address a
    WHERE a.organization_id = $1 AND coalesce(a.vrf_id, a.address_space_id, '00000000-0000-0000-0000-000000000000'::uuid) = g.vrf_id
      AND a.host >= g.low AND a.host <= g.high) a) h
) a
ORDER BY g.prefix, g.id
