SELECT t."name", t."color"
  FROM "extras_tag" t
  WHERE t.organization_id = $1::uuid AND t."slug" = $2::text
  LIMIT 2;

SELECT t."name", t.id
  FROM "dcim_device" t
  WHERE t.organization_id = $1::uuid AND (EXISTS (SELECT 1
  FROM "extras_tagged_item" m1
  JOIN "extras_tag" f0 ON f0.id = m1."tag_id" AND f0.organization_id = m1.organization_id
  WHERE m1."object_id" = t.id AND m1.organization_id = $1::uuid AND m1.object_type = $2::text AND f0.organization_id = $1::uuid AND f0."slug" = $3::text) AND (EXISTS (SELECT 1
  FROM "extras_tagged_item" m3
  JOIN "extras_tag" f2 ON f2.id = m3."tag_id" AND f2.organization_id = m3.organization_id
  WHERE m3."object_id" = t.id AND m3.organization_id = $1::uuid AND m3.object_type = $2::text AND f2.organization_id = $1::uuid AND f2."slug" = $4::text)) IS NOT TRUE)
  ORDER BY t."name", t."id"
  LIMIT 50;

SELECT count(*)
  FROM "dcim_device" t
  WHERE t.organization_id = $1::uuid AND (EXISTS (SELECT 1
  FROM "extras_tagged_item" m1
  JOIN "extras_tag" f0 ON f0.id = m1."tag_id" AND f0.organization_id = m1.organization_id
  WHERE m1."object_id" = t.id AND m1.organization_id = $1::uuid AND m1.object_type = $2::text AND f0.organization_id = $1::uuid AND f0."slug" = $3::text) AND (EXISTS (SELECT 1
  FROM "extras_tagged_item" m3
  JOIN "extras_tag" f2 ON f2.id = m3."tag_id" AND f2.organization_id = m3.organization_id
  WHERE m3."object_id" = t.id AND m3.organization_id = $1::uuid AND m3.object_type = $2::text AND f2.organization_id = $1::uuid AND f2."slug" = $4::text)) IS NOT TRUE);

SELECT l.*, u.n
  FROM unnest($1::uuid[]) WITH ORDINALITY u(id, n)
  CROSS
  JOIN LATERAL (SELECT t."slug", t."color"
  FROM (SELECT t.*
  FROM "extras_tagged_item" m0
  JOIN "extras_tag" t ON t.id = m0."tag_id" AND t.organization_id = m0.organization_id
  WHERE m0."object_id" = u.id AND m0.organization_id = $2::uuid AND m0.object_type = $3::text AND t.organization_id = $2::uuid OFFSET 0) t
  ORDER BY t."weight", t."name", t."id"
  LIMIT 50) l;
