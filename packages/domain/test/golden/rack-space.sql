SELECT t."name", (trim_scale(trunc((SELECT coalesce(sum(upper(r.units) - lower(r.units)), 0)
  FROM unnest((SELECT range_agg(s.units) * int4multirange(int4range(t."starting_unit" * 2, (t."starting_unit" + t."u_height") * 2))
  FROM (SELECT c2."rack_half_units" AS units
  FROM (SELECT c2.*
  FROM "dcim_device" c2
  WHERE c2.organization_id = $1::uuid) c2
  WHERE c2."rack_id" = t."id" AND c2."rack_half_units" IS NOT NULL AND NOT EXISTS (SELECT 1
  FROM (SELECT c1.*
  FROM "dcim_device_type" c1
  WHERE c1.organization_id = $1::uuid) c1
  WHERE c1."id" = c2."device_type_id" AND c1."exclude_from_utilization") UNION ALL SELECT int4range(u.unit * 2, u.unit * 2 + 2) AS units
  FROM (SELECT c3.*
  FROM "dcim_rack_reservation" c3
  WHERE c3.organization_id = $1::uuid) c3
  CROSS
  JOIN LATERAL unnest(c3."units") u(unit)
  WHERE c3."rack_id" = t."id") s)) r(units)) * 100.0 / (t."u_height" * 2), 4))), (trim_scale((coalesce(t."abs_weight_g", 0) + (SELECT coalesce(sum(w.grams), 0)
  FROM (SELECT c5."abs_weight_g" AS grams
  FROM (SELECT c4."id" AS id, c4."device_type_id" AS type
  FROM (SELECT c4.*
  FROM "dcim_device" c4
  WHERE c4.organization_id = $1::uuid) c4
  WHERE c4."rack_id" = t."id") d
  JOIN (SELECT c5.*
  FROM "dcim_device_type" c5
  WHERE c5.organization_id = $1::uuid) c5 ON c5."id" = d.type UNION ALL SELECT c7."abs_weight_g"
  FROM (SELECT c4."id" AS id, c4."device_type_id" AS type
  FROM (SELECT c4.*
  FROM "dcim_device" c4
  WHERE c4.organization_id = $1::uuid) c4
  WHERE c4."rack_id" = t."id") d
  JOIN (SELECT c6.*
  FROM "dcim_module" c6
  WHERE c6.organization_id = $1::uuid) c6 ON c6."device_id" = d.id
  JOIN (SELECT c7.*
  FROM "dcim_module_type" c7
  WHERE c7.organization_id = $1::uuid) c7 ON c7."id" = c6."module_type_id") w)) / 1000.0)), to_json((SELECT coalesce(array_agg(trim_scale(p.half / 2.0)::text
  ORDER BY p.half), '{}')
  FROM (SELECT coalesce(range_agg(b.units), '{}') AS taken
  FROM (SELECT c8."rack_half_units" AS units
  FROM (SELECT c8.*
  FROM "dcim_device" c8
  WHERE c8.organization_id = $1::uuid) c8
  WHERE c8."rack_id" = t."id" AND c8."rack_half_units" IS NOT NULL AND c8."rack_faces" && int4range(0, 2) AND c8."rack_sides" && int4range(0, 2) UNION ALL SELECT int4range(u.unit * 2, u.unit * 2 + 2) AS units
  FROM (SELECT c9.*
  FROM "dcim_rack_reservation" c9
  WHERE c9.organization_id = $1::uuid) c9
  CROSS
  JOIN LATERAL unnest(c9."units") u(unit)
  WHERE c9."rack_id" = t."id" AND $2::bool) b) m
  CROSS
  JOIN generate_series(t."starting_unit" * 2, (t."starting_unit" + t."u_height") * 2 - ceil($3::numeric * 2)::int4) p(half)
  WHERE NOT m.taken && int4range(p.half, p.half + ceil($3::numeric * 2)::int4)))
  FROM "dcim_rack" t
  JOIN "dcim_site" o0 ON o0.id = t."site_id" AND o0.organization_id = $1::uuid
  WHERE t.organization_id = $1::uuid
  ORDER BY o0."name", t."name", t."id"
  LIMIT 4;
