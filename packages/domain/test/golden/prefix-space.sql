SELECT count(*), count(*) FILTER (WHERE t."slug" LIKE $2::text)
  FROM (SELECT t.*
  FROM "dcim_site" t
  WHERE t.organization_id = $1::uuid
  LIMIT 300) t;

SELECT t."prefix", t."status", (SELECT CASE WHEN t."mark_utilized" THEN 100 WHEN t."status" = 'container' THEN trim_scale(trunc(least(( SELECT coalesce(sum(power(2::numeric, (CASE family(n.network) WHEN 4 THEN 32 ELSE 128 END) - masklen(n.network))), 0)
  FROM ( SELECT x.network, max(set_masklen(broadcast(x.network), CASE family(x.network) WHEN 4 THEN 32 ELSE 128 END)) OVER (ORDER BY x.network ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
  FROM (SELECT c1."prefix" AS network
  FROM (SELECT c1.*
  FROM "ipam_prefix" c1
  WHERE c1.organization_id = $1::uuid) c1
  WHERE coalesce(c1."vrf_id", c1."address_space_id", '00000000-0000-0000-0000-000000000000'::uuid) = coalesce(t."vrf_id", t."address_space_id", '00000000-0000-0000-0000-000000000000'::uuid) AND c1."prefix" > t."prefix" AND c1."prefix" <= set_masklen(broadcast(t."prefix"), CASE family(t."prefix") WHEN 4 THEN 32 ELSE 128 END)) x ) n
  WHERE n.before IS NULL OR set_masklen(network(n.network)::inet, CASE family(n.network) WHEN 4 THEN 32 ELSE 128 END) > n.before)::numeric, power(2::numeric, (CASE family(t."prefix") WHEN 4 THEN 32 ELSE 128 END) - masklen(t."prefix"))) * 100 / power(2::numeric, (CASE family(t."prefix") WHEN 4 THEN 32 ELSE 128 END) - masklen(t."prefix")), 4)) ELSE (SELECT b.value
  FROM (SELECT set_masklen(network(t."prefix")::inet, CASE family(t."prefix") WHEN 4 THEN 32 ELSE 128 END) AS low, set_masklen(broadcast(t."prefix"), CASE family(t."prefix") WHEN 4 THEN 32 ELSE 128 END) AS high OFFSET 0) e
  CROSS
  JOIN LATERAL (SELECT trim_scale(trunc(least((u.used)::numeric, u.total) * 100 / u.total, 4))
  FROM (SELECT (SELECT count(*)
  FROM (SELECT DISTINCT c3."host" AS host
  FROM (SELECT c3.*
  FROM "ipam_ip_address" c3
  WHERE c3.organization_id = $1::uuid) c3
  WHERE coalesce(c3."vrf_id", c3."address_space_id", '00000000-0000-0000-0000-000000000000'::uuid) = coalesce(t."vrf_id", t."address_space_id", '00000000-0000-0000-0000-000000000000'::uuid) AND c3."host" >= e.low AND c3."host" <= e.high) h) + coalesce((SELECT sum(p.last - p.first + 1 - (SELECT count(*)
  FROM (SELECT DISTINCT c4."host" AS host
  FROM (SELECT c4.*
  FROM "ipam_ip_address" c4
  WHERE c4.organization_id = $1::uuid) c4
  WHERE coalesce(c4."vrf_id", c4."address_space_id", '00000000-0000-0000-0000-000000000000'::uuid) = coalesce(t."vrf_id", t."address_space_id", '00000000-0000-0000-0000-000000000000'::uuid) AND c4."host" >= p.first AND c4."host" <= p.last) h))
  FROM ( SELECT CASE WHEN s.before IS NULL OR s.first > s.before THEN s.first ELSE s.before + 1 END AS first, s.last
  FROM ( SELECT c.first, c.last, max(c.last) OVER (ORDER BY c.first, c.last ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
  FROM (SELECT greatest(x.first, e.low) AS first, least(x.last, e.high) AS last
  FROM (SELECT c2."start_host" AS first, c2."end_host" AS last
  FROM (SELECT c2.*
  FROM "ipam_ip_range" c2
  WHERE c2.organization_id = $1::uuid) c2
  WHERE coalesce(c2."vrf_id", c2."address_space_id", '00000000-0000-0000-0000-000000000000'::uuid) = coalesce(t."vrf_id", t."address_space_id", '00000000-0000-0000-0000-000000000000'::uuid) AND c2."mark_utilized" AND c2."start_host" <= set_masklen(broadcast(t."prefix"), CASE family(t."prefix") WHEN 4 THEN 32 ELSE 128 END) AND c2."end_host" >= set_masklen(network(t."prefix")::inet, CASE family(t."prefix") WHEN 4 THEN 32 ELSE 128 END)) x) c
  WHERE c.first <= c.last ) s
  WHERE s.before IS NULL OR s.last > s.before) p), 0) AS used, power(2::numeric, (CASE family(t."prefix") WHEN 4 THEN 32 ELSE 128 END) - masklen(t."prefix")) - CASE WHEN family(t."prefix") = 4 AND masklen(t."prefix") < 31 AND NOT t."is_pool" THEN 2 ELSE 0 END AS total) u) b(value)) END), (SELECT count(*)
  FROM (SELECT c5.*
  FROM "ipam_ip_address" c5
  WHERE c5.organization_id = $1::uuid) c5
  WHERE coalesce(c5."vrf_id", c5."address_space_id", '00000000-0000-0000-0000-000000000000'::uuid) = coalesce(t."vrf_id", t."address_space_id", '00000000-0000-0000-0000-000000000000'::uuid) AND c5."host" >= set_masklen(network(t."prefix")::inet, CASE family(t."prefix") WHEN 4 THEN 32 ELSE 128 END) AND c5."host" <= set_masklen(broadcast(t."prefix"), CASE family(t."prefix") WHEN 4 THEN 32 ELSE 128 END)), (SELECT b.value
  FROM (SELECT CASE WHEN (t."is_pool" OR masklen(t."prefix") >= CASE family(t."prefix") WHEN 4 THEN 31 ELSE 127 END) THEN set_masklen(network(t."prefix")::inet, CASE family(t."prefix") WHEN 4 THEN 32 ELSE 128 END) ELSE set_masklen(network(t."prefix")::inet, CASE family(t."prefix") WHEN 4 THEN 32 ELSE 128 END) + 1 END AS low, CASE WHEN (t."is_pool" OR masklen(t."prefix") >= CASE family(t."prefix") WHEN 4 THEN 31 ELSE 127 END) OR family(t."prefix") = 6 THEN set_masklen(broadcast(t."prefix"), CASE family(t."prefix") WHEN 4 THEN 32 ELSE 128 END) ELSE set_masklen(broadcast(t."prefix"), CASE family(t."prefix") WHEN 4 THEN 32 ELSE 128 END) - 1 END AS high OFFSET 0) e
  CROSS
  JOIN LATERAL (SELECT trim_scale(power(2::numeric, (CASE family(t."prefix") WHEN 4 THEN 32 ELSE 128 END) - masklen(t."prefix")) - CASE WHEN (t."is_pool" OR masklen(t."prefix") >= CASE family(t."prefix") WHEN 4 THEN 31 ELSE 127 END) THEN 0 WHEN family(t."prefix") = 4 THEN 2 ELSE 1 END - ((SELECT count(*)
  FROM (SELECT DISTINCT c7."host" AS host
  FROM (SELECT c7.*
  FROM "ipam_ip_address" c7
  WHERE c7.organization_id = $1::uuid) c7
  WHERE coalesce(c7."vrf_id", c7."address_space_id", '00000000-0000-0000-0000-000000000000'::uuid) = coalesce(t."vrf_id", t."address_space_id", '00000000-0000-0000-0000-000000000000'::uuid) AND c7."host" >= e.low AND c7."host" <= e.high) h) + coalesce((SELECT sum(p.last - p.first + 1 - (SELECT count(*)
  FROM (SELECT DISTINCT c8."host" AS host
  FROM (SELECT c8.*
  FROM "ipam_ip_address" c8
  WHERE c8.organization_id = $1::uuid) c8
  WHERE coalesce(c8."vrf_id", c8."address_space_id", '00000000-0000-0000-0000-000000000000'::uuid) = coalesce(t."vrf_id", t."address_space_id", '00000000-0000-0000-0000-000000000000'::uuid) AND c8."host" >= p.first AND c8."host" <= p.last) h))
  FROM ( SELECT CASE WHEN s.before IS NULL OR s.first > s.before THEN s.first ELSE s.before + 1 END AS first, s.last
  FROM ( SELECT c.first, c.last, max(c.last) OVER (ORDER BY c.first, c.last ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
  FROM (SELECT greatest(x.first, e.low) AS first, least(x.last, e.high) AS last
  FROM (SELECT c6."start_host" AS first, c6."end_host" AS last
  FROM (SELECT c6.*
  FROM "ipam_ip_range" c6
  WHERE c6.organization_id = $1::uuid) c6
  WHERE coalesce(c6."vrf_id", c6."address_space_id", '00000000-0000-0000-0000-000000000000'::uuid) = coalesce(t."vrf_id", t."address_space_id", '00000000-0000-0000-0000-000000000000'::uuid) AND c6."mark_populated" AND c6."start_host" <= set_masklen(broadcast(t."prefix"), CASE family(t."prefix") WHEN 4 THEN 32 ELSE 128 END) AND c6."end_host" >= set_masklen(network(t."prefix")::inet, CASE family(t."prefix") WHEN 4 THEN 32 ELSE 128 END)) x) c
  WHERE c.first <= c.last ) s
  WHERE s.before IS NULL OR s.last > s.before) p), 0)))) b(value)), (SELECT b.value
  FROM (SELECT CASE WHEN (t."is_pool" OR masklen(t."prefix") >= CASE family(t."prefix") WHEN 4 THEN 31 ELSE 127 END) THEN set_masklen(network(t."prefix")::inet, CASE family(t."prefix") WHEN 4 THEN 32 ELSE 128 END) ELSE set_masklen(network(t."prefix")::inet, CASE family(t."prefix") WHEN 4 THEN 32 ELSE 128 END) + 1 END AS low, CASE WHEN (t."is_pool" OR masklen(t."prefix") >= CASE family(t."prefix") WHEN 4 THEN 31 ELSE 127 END) OR family(t."prefix") = 6 THEN set_masklen(broadcast(t."prefix"), CASE family(t."prefix") WHEN 4 THEN 32 ELSE 128 END) ELSE set_masklen(broadcast(t."prefix"), CASE family(t."prefix") WHEN 4 THEN 32 ELSE 128 END) - 1 END AS high OFFSET 0) e
  CROSS
  JOIN LATERAL (SELECT set_masklen(g.first, masklen(t."prefix"))
  FROM ( SELECT g.opens AS first, CASE WHEN g.next <= e.high THEN g.next - 1 ELSE e.high END AS last, g.at
  FROM ( SELECT s.at, s.next, CASE WHEN s.until IS NULL OR s.until < e.low THEN e.low WHEN s.until < e.high THEN s.until + 1 END AS opens
  FROM ( SELECT x.first AS at, max(x.last) OVER (w ROWS UNBOUNDED PRECEDING) AS until, lead(x.first) OVER w AS next
  FROM (SELECT NULL::inet AS first, NULL::inet AS last UNION ALL SELECT c9."host" AS first, c9."host" AS last
  FROM (SELECT c9.*
  FROM "ipam_ip_address" c9
  WHERE c9.organization_id = $1::uuid) c9
  WHERE coalesce(c9."vrf_id", c9."address_space_id", '00000000-0000-0000-0000-000000000000'::uuid) = coalesce(t."vrf_id", t."address_space_id", '00000000-0000-0000-0000-000000000000'::uuid) AND c9."host" >= e.low AND c9."host" <= e.high UNION ALL SELECT c10."start_host" AS first, c10."end_host" AS last
  FROM (SELECT c10.*
  FROM "ipam_ip_range" c10
  WHERE c10.organization_id = $1::uuid) c10
  WHERE coalesce(c10."vrf_id", c10."address_space_id", '00000000-0000-0000-0000-000000000000'::uuid) = coalesce(t."vrf_id", t."address_space_id", '00000000-0000-0000-0000-000000000000'::uuid) AND c10."mark_populated" AND c10."start_host" <= set_masklen(broadcast(t."prefix"), CASE family(t."prefix") WHEN 4 THEN 32 ELSE 128 END) AND c10."end_host" >= set_masklen(network(t."prefix")::inet, CASE family(t."prefix") WHEN 4 THEN 32 ELSE 128 END)) x WINDOW w AS (ORDER BY x.first NULLS FIRST) ) s ) g
  WHERE g.opens IS NOT NULL AND (g.next IS NULL OR g.next > g.opens)) g
  ORDER BY g.at NULLS FIRST
  LIMIT 1) b(value))::text, (SELECT b.value
  FROM (SELECT set_masklen(network(t."prefix")::inet, CASE family(t."prefix") WHEN 4 THEN 32 ELSE 128 END) AS low, set_masklen(broadcast(t."prefix"), CASE family(t."prefix") WHEN 4 THEN 32 ELSE 128 END) AS high OFFSET 0) e
  CROSS
  JOIN LATERAL (SELECT set_masklen(n.next::cidr, $3::int4)
  FROM ( SELECT g.opens AS first, CASE WHEN g.next <= e.high THEN g.next - 1 ELSE e.high END AS last, g.at
  FROM ( SELECT s.at, s.next, CASE WHEN s.until IS NULL OR s.until < e.low THEN e.low WHEN s.until < e.high THEN s.until + 1 END AS opens
  FROM ( SELECT x.first AS at, max(x.last) OVER (w ROWS UNBOUNDED PRECEDING) AS until, lead(x.first) OVER w AS next
  FROM (SELECT NULL::inet AS first, NULL::inet AS last UNION ALL SELECT set_masklen(network(k.network)::inet, CASE family(k.network) WHEN 4 THEN 32 ELSE 128 END) AS first, set_masklen(broadcast(k.network), CASE family(k.network) WHEN 4 THEN 32 ELSE 128 END) AS last
  FROM (SELECT c11."prefix" AS network
  FROM (SELECT c11.*
  FROM "ipam_prefix" c11
  WHERE c11.organization_id = $1::uuid) c11
  WHERE coalesce(c11."vrf_id", c11."address_space_id", '00000000-0000-0000-0000-000000000000'::uuid) = coalesce(t."vrf_id", t."address_space_id", '00000000-0000-0000-0000-000000000000'::uuid) AND c11."prefix" > t."prefix" AND c11."prefix" <= set_masklen(broadcast(t."prefix"), CASE family(t."prefix") WHEN 4 THEN 32 ELSE 128 END)) k) x WINDOW w AS (ORDER BY x.first NULLS FIRST) ) s ) g
  WHERE g.opens IS NOT NULL AND (g.next IS NULL OR g.next > g.opens)) g
  CROSS
  JOIN LATERAL (SELECT CASE WHEN set_masklen(network(set_masklen(g.first, $3::int4))::inet, CASE family(set_masklen(g.first, $3::int4)) WHEN 4 THEN 32 ELSE 128 END) = g.first THEN g.first WHEN set_masklen(broadcast(set_masklen(g.first, $3::int4)), CASE family(set_masklen(g.first, $3::int4)) WHEN 4 THEN 32 ELSE 128 END) < g.last THEN set_masklen(broadcast(set_masklen(g.first, $3::int4)), CASE family(set_masklen(g.first, $3::int4)) WHEN 4 THEN 32 ELSE 128 END) + 1 END AS next) n
  WHERE $3::int4 BETWEEN masklen(t."prefix") AND CASE family(t."prefix") WHEN 4 THEN 32 ELSE 128 END AND n.next IS NOT NULL AND set_masklen(broadcast(set_masklen(n.next, $3::int4)), CASE family(set_masklen(n.next, $3::int4)) WHEN 4 THEN 32 ELSE 128 END) <= g.last
  ORDER BY g.at NULLS FIRST
  LIMIT 1) b(value))
  FROM "ipam_prefix" t
  WHERE t.organization_id = $1::uuid AND EXISTS (SELECT 1
  FROM "dcim_site" f0
  WHERE f0.id = t."site_id" AND f0.organization_id = $1::uuid AND f0."slug" LIKE $2::text)
  ORDER BY t."prefix", t."id"
  LIMIT 12;
