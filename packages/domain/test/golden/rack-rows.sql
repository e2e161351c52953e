SELECT t."name", t."u_height", t."desc_units", t."role_id", t.id
  FROM "dcim_rack" t
  WHERE t.organization_id = $1::uuid AND (EXISTS (SELECT 1
  FROM "dcim_site" f0
  WHERE f0.id = t."site_id" AND f0.organization_id = $1::uuid AND f0."slug" = $2::text) AND EXISTS (SELECT 1
  FROM "dcim_location" f1
  WHERE f1.id = t."location_id" AND f1.organization_id = $1::uuid AND f1."name" = $3::text))
  ORDER BY t."name", t."id"
  LIMIT 50;

SELECT t."slug", t."color", t.id
  FROM "dcim_rack_role" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);

SELECT l.*, u.n
  FROM unnest($1::uuid[]) WITH ORDINALITY u(id, n)
  CROSS
  JOIN LATERAL (SELECT t."name", t."position", t."face", t."device_type_id", t."role_id"
  FROM (SELECT t.*
  FROM "dcim_device" t
  WHERE t."rack_id" = u.id AND t.organization_id = $2::uuid AND t."position" IS NOT NULL OFFSET 0) t
  ORDER BY t."position" DESC NULLS LAST, t."id" DESC
  LIMIT 50) l;

SELECT t."rack_id", count(*)
  FROM "dcim_device" t
  WHERE t."rack_id" = ANY($1::uuid[]) AND t.organization_id = $2::uuid AND t."position" IS NOT NULL
  GROUP BY 1;

SELECT t."model", t."u_height", t."is_full_depth", t.id
  FROM "dcim_device_type" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);

SELECT t."color", t.id
  FROM "dcim_device_role" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);
