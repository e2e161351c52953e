SELECT t."name", t.id
  FROM "dcim_device" t
  WHERE t.organization_id = $1::uuid AND (EXISTS (SELECT 1
  FROM "dcim_rack" f0
  WHERE f0.id = t."rack_id" AND f0.organization_id = $1::uuid AND f0."name" = $2::text) AND EXISTS (SELECT 1
  FROM "dcim_device_role" f1
  WHERE f1.id = t."role_id" AND f1.organization_id = $1::uuid AND f1."slug" = $3::text))
  ORDER BY t."name", t."id"
  LIMIT 50;

SELECT l.*, u.n
  FROM unnest($1::uuid[]) WITH ORDINALITY u(id, n)
  CROSS
  JOIN LATERAL (SELECT t."name", t."maximum_draw"
  FROM "dcim_power_port" t
  WHERE t."device_id" = u.id AND t.organization_id = $2::uuid
  ORDER BY t."device_id", t."name", t."id"
  LIMIT 50) l;

SELECT l.*, u.n
  FROM unnest($1::uuid[]) WITH ORDINALITY u(id, n)
  CROSS
  JOIN LATERAL (SELECT t."name", t."cable_id"
  FROM "dcim_power_outlet" t
  WHERE t."device_id" = u.id AND t.organization_id = $2::uuid AND t."cable_id" IS NOT NULL
  ORDER BY t."device_id", t."name", t."id"
  LIMIT 50) l;

SELECT t."device_id", count(*)
  FROM "dcim_power_outlet" t
  WHERE t."device_id" = ANY($1::uuid[]) AND t.organization_id = $2::uuid AND t."cable_id" IS NOT NULL
  GROUP BY 1;

SELECT t."label", t.id
  FROM "dcim_cable" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);

SELECT l.*, u.n
  FROM unnest($1::uuid[]) WITH ORDINALITY u(id, n)
  CROSS
  JOIN LATERAL (SELECT t."device_id"
  FROM "dcim_cable_termination" t
  WHERE t."cable_id" = u.id AND t.organization_id = $2::uuid AND t."cable_end" = $3::text
  ORDER BY t."cable_id", t."cable_end", t."connector", t."id"
  LIMIT 50) l;

SELECT t."name", t.id
  FROM "dcim_device" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);
