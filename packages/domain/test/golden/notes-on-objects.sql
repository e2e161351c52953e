SELECT t."kind", t."comments", t."object_type", t."object_id"
  FROM "extras_journal_entry" t
  WHERE t.organization_id = $1::uuid
  ORDER BY t."object_type", t."id"
  LIMIT 50;

SELECT t."slug", t.id
  FROM "dcim_site" t
  WHERE t.organization_id = $1::uuid AND EXISTS (SELECT 1
  FROM "extras_journal_entry" f0
  WHERE f0."object_id" = t.id AND f0.object_type = $2::text AND f0.organization_id = $1::uuid AND f0."kind" = $3::text)
  ORDER BY t."name", t."id"
  LIMIT 50;

SELECT coalesce(t."name", 'device ' || t."number"), t."name", t."site_id", t.id
  FROM "dcim_device" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);

SELECT t."name", t."slug", t."region_id", t.id
  FROM "dcim_site" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);

SELECT t."name", t."slug", t.id
  FROM "circuits_provider" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);

SELECT l.*, u.n
  FROM unnest($1::uuid[]) WITH ORDINALITY u(id, n)
  CROSS
  JOIN LATERAL (SELECT t."comments"
  FROM (SELECT t.*
  FROM "extras_journal_entry" t
  WHERE t."object_id" = u.id AND t.object_type = $2::text AND t.organization_id = $3::uuid OFFSET 0) t
  ORDER BY t."created" DESC NULLS LAST, t."id" DESC
  LIMIT 50) l;

SELECT t."object_id", count(*)
  FROM "extras_journal_entry" t
  WHERE t."object_id" = ANY($2::uuid[]) AND t.object_type = $1::text AND t.organization_id = $3::uuid
  GROUP BY 1;

SELECT t."object_id", count(*)
  FROM "tenancy_contact_assignment" t
  WHERE t."object_id" = ANY($2::uuid[]) AND t.object_type = $1::text AND t.organization_id = $3::uuid
  GROUP BY 1;

SELECT t."object_id", count(*)
  FROM "extras_image_attachment" t
  WHERE t."object_id" = ANY($2::uuid[]) AND t.object_type = $1::text AND t.organization_id = $3::uuid
  GROUP BY 1;

SELECT t."slug", t.id
  FROM "dcim_site" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);

SELECT t."name", t.id
  FROM "dcim_region" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);
