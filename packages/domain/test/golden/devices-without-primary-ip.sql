SELECT t."name", t."role_id", t.id
  FROM "dcim_device" t
  WHERE t.organization_id = $1::uuid AND (t."status" = $2::text AND NOT (t."primary_ip4_id" IS NOT NULL) AND NOT (t."primary_ip6_id" IS NOT NULL) AND EXISTS (SELECT 1
  FROM "dcim_device_role" f0
  WHERE f0.id = t."role_id" AND f0.organization_id = $1::uuid AND f0."slug" <> ALL($3::text[])))
  ORDER BY t."name", t."id"
  LIMIT 50;

SELECT count(*)
  FROM "dcim_device" t
  WHERE t.organization_id = $1::uuid AND (t."status" = $2::text AND NOT (t."primary_ip4_id" IS NOT NULL) AND NOT (t."primary_ip6_id" IS NOT NULL) AND EXISTS (SELECT 1
  FROM "dcim_device_role" f0
  WHERE f0.id = t."role_id" AND f0.organization_id = $1::uuid AND f0."slug" <> ALL($3::text[])));

SELECT t."slug", t.id
  FROM "dcim_device_role" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);

SELECT l.*, u.n
  FROM unnest($1::uuid[]) WITH ORDINALITY u(id, n)
  CROSS
  JOIN LATERAL (SELECT t."name"
  FROM "dcim_interface" t
  WHERE t."device_id" = u.id AND t.organization_id = $2::uuid AND t."mgmt_only" = $3::boolean
  ORDER BY t."device_id", t."sort_key", t."id"
  LIMIT 50) l;
