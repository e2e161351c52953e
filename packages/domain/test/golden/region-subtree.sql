SELECT t."slug", t."parent_id", t.id
  FROM "dcim_region" t
  WHERE t.organization_id = $1::uuid AND t.tree_path && ARRAY(SELECT f0.id
  FROM "dcim_region" f0
  WHERE f0.organization_id = $1::uuid AND f0."slug" = $2::text)
  ORDER BY t."slug", t."id"
  LIMIT 50;

SELECT t."name", t."site_id"
  FROM "dcim_device" t
  WHERE t.organization_id = $1::uuid AND (EXISTS (SELECT 1
  FROM "dcim_site" f0
  WHERE f0.id = t."site_id" AND f0.organization_id = $1::uuid AND EXISTS (SELECT 1
  FROM "dcim_region" f1
  WHERE f1.id = f0."region_id" AND f1.organization_id = $1::uuid AND f1.tree_path && ARRAY(SELECT f2.id
  FROM "dcim_region" f2
  WHERE f2.organization_id = $1::uuid AND f2."slug" = $2::text))) AND EXISTS (SELECT 1
  FROM "dcim_device_role" f3
  WHERE f3.id = t."role_id" AND f3.organization_id = $1::uuid AND f3."slug" = $3::text))
  ORDER BY t."name", t."id"
  LIMIT 50;

SELECT count(*)
  FROM "dcim_device" t
  WHERE t.organization_id = $1::uuid AND (EXISTS (SELECT 1
  FROM "dcim_site" f0
  WHERE f0.id = t."site_id" AND f0.organization_id = $1::uuid AND EXISTS (SELECT 1
  FROM "dcim_region" f1
  WHERE f1.id = f0."region_id" AND f1.organization_id = $1::uuid AND f1.tree_path && ARRAY(SELECT f2.id
  FROM "dcim_region" f2
  WHERE f2.organization_id = $1::uuid AND f2."slug" = $2::text))) AND EXISTS (SELECT 1
  FROM "dcim_device_role" f3
  WHERE f3.id = t."role_id" AND f3.organization_id = $1::uuid AND f3."slug" = $3::text));

SELECT t."slug", t.id
  FROM "dcim_region" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);

SELECT l.*, u.n
  FROM unnest($1::uuid[]) WITH ORDINALITY u(id, n)
  CROSS
  JOIN LATERAL (SELECT t."slug", t.id
  FROM "dcim_site" t
  WHERE t."region_id" = u.id AND t.organization_id = $2::uuid
  ORDER BY t."name", t."id"
  LIMIT 50) l;

SELECT t."slug", t.id
  FROM "dcim_site" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);

SELECT t."site_id", count(*)
  FROM "dcim_rack" t
  WHERE t."site_id" = ANY($1::uuid[]) AND t.organization_id = $2::uuid
  GROUP BY 1;

SELECT t."site_id", count(*)
  FROM "dcim_device" t
  WHERE t."site_id" = ANY($1::uuid[]) AND t.organization_id = $2::uuid AND t."status" <> $3::text
  GROUP BY 1;
