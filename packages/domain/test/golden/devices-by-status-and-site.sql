SELECT o0."slug", t."status", count(*), count(DISTINCT o1.id)
  FROM "dcim_device" t
  LEFT
  JOIN "dcim_site" o0 ON o0.id = t."site_id" AND o0.organization_id = $1::uuid
  LEFT
  JOIN "dcim_device_type" o1 ON o1.id = t."device_type_id" AND o1.organization_id = $1::uuid
  WHERE t.organization_id = $1::uuid
  GROUP BY o0."slug", t."status"
  ORDER BY count(*) DESC, o0."slug", t."status"
  LIMIT 1001;

SELECT t."type", count(*)
  FROM "dcim_interface" t
  WHERE t.organization_id = $1::uuid AND t."cable_id" IS NOT NULL
  GROUP BY t."type"
  ORDER BY count(*) DESC, t."type"
  LIMIT 1001;

SELECT t."type", count(*), sum(t."abs_length_m")::text, max(t."abs_length_m")
  FROM "dcim_cable" t
  WHERE t.organization_id = $1::uuid
  GROUP BY t."type"
  ORDER BY count(*) DESC, t."type"
  LIMIT 1001;
