SELECT t."name"
  FROM "dcim_interface" t
  WHERE t.organization_id = $1::uuid AND (t."mark_connected" = $2::boolean AND t."type" = $3::text AND NOT (t."cable_id" IS NOT NULL) AND EXISTS (SELECT 1
  FROM "dcim_device" f0
  WHERE f0.id = t."device_id" AND f0.organization_id = $1::uuid AND f0."name" = $4::text))
  ORDER BY t."device_id", t."sort_key", t."id"
  LIMIT 5;

SELECT count(*)
  FROM "dcim_interface" t
  WHERE t.organization_id = $1::uuid AND (t."mark_connected" = $2::boolean AND t."type" = $3::text AND NOT (t."cable_id" IS NOT NULL) AND EXISTS (SELECT 1
  FROM "dcim_device" f0
  WHERE f0.id = t."device_id" AND f0.organization_id = $1::uuid AND f0."name" = $4::text));

SELECT t."name", t.id
  FROM "dcim_device" t
  WHERE t.organization_id = $1::uuid AND (EXISTS (SELECT 1
  FROM "dcim_site" f0
  WHERE f0.id = t."site_id" AND f0.organization_id = $1::uuid AND f0."slug" = $2::text) AND EXISTS (SELECT 1
  FROM "dcim_device_role" f1
  WHERE f1.id = t."role_id" AND f1.organization_id = $1::uuid AND f1."slug" = $3::text) AND (SELECT count(*)
  FROM "dcim_interface" f2
  WHERE f2."device_id" = t.id AND f2.organization_id = $1::uuid) > $4::numeric)
  ORDER BY t."name", t."id"
  LIMIT 50;

SELECT t."device_id", count(*)
  FROM "dcim_interface" t
  WHERE t."device_id" = ANY($1::uuid[]) AND t.organization_id = $2::uuid AND t."cable_id" IS NOT NULL
  GROUP BY 1;
