SELECT object_type, object_id, field, value, rank
  FROM (SELECT DISTINCT ON (object_id) *
  FROM ((SELECT s.object_type, s.object_id, s.field, s.value, (1000.0 / s.weight * CASE WHEN lower(s.value) = lower($4::text) THEN 4 WHEN s.value ILIKE $3::text THEN 2 ELSE 1 END)::float8 AS rank
  FROM core_search s
  WHERE s.organization_id = $1::uuid AND s.value ILIKE $2::text AND s.object_type = ANY($5::text[])
  LIMIT 5000)) m
  ORDER BY object_id, rank DESC, field) b
  ORDER BY rank DESC, value, object_id
  LIMIT 206;

SELECT count(*)
  FROM (SELECT t.*
  FROM "dcim_device" t
  WHERE t.organization_id = $1::uuid
  LIMIT 300) t
  WHERE (t."description" ILIKE $2::text OR t."comments" ILIKE $2::text OR t."name" ILIKE $2::text OR t."serial" ILIKE $2::text OR t."asset_tag" ILIKE $2::text);

SELECT t.id
  FROM "dcim_rack" t
  WHERE t.id = ANY($1::uuid[]) AND t.organization_id = $2::uuid UNION ALL SELECT t.id
  FROM "dcim_device" t
  WHERE t.id = ANY($3::uuid[]) AND t.organization_id = $2::uuid;

SELECT count(*)
  FROM (SELECT t.*
  FROM "dcim_device" t
  WHERE t.organization_id = $1::uuid
  LIMIT 300) t
  WHERE (t."description" ILIKE $2::text OR t."comments" ILIKE $2::text OR t."name" ILIKE $2::text OR t."serial" ILIKE $2::text OR t."asset_tag" ILIKE $2::text);

SELECT t."name", t."u_height", t.id
  FROM "dcim_rack" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);

SELECT count(*)
  FROM (SELECT t.*
  FROM "dcim_device" t
  WHERE t.organization_id = $1::uuid
  LIMIT 300) t
  WHERE (t."description" ILIKE $2::text OR t."comments" ILIKE $2::text OR t."name" ILIKE $2::text OR t."serial" ILIKE $2::text OR t."asset_tag" ILIKE $2::text);

SELECT coalesce(t."name", 'device ' || t."number"), t."role_id", t.id
  FROM "dcim_device" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);

SELECT count(*)
  FROM (SELECT t.*
  FROM "dcim_device" t
  WHERE t.organization_id = $1::uuid
  LIMIT 300) t
  WHERE (t."description" ILIKE $2::text OR t."comments" ILIKE $2::text OR t."name" ILIKE $2::text OR t."serial" ILIKE $2::text OR t."asset_tag" ILIKE $2::text);

SELECT t."slug", t.id
  FROM "dcim_device_role" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);

SELECT t."name"
  FROM "dcim_device" t
  WHERE t.organization_id = $1::uuid AND ((t."description" ILIKE $2::text OR t."comments" ILIKE $2::text OR t."name" ILIKE $2::text OR t."serial" ILIKE $2::text OR t."asset_tag" ILIKE $2::text) AND ((t."description" ILIKE $3::text OR t."comments" ILIKE $3::text OR t."name" ILIKE $3::text OR t."serial" ILIKE $3::text OR t."asset_tag" ILIKE $3::text) OR (t."description" ILIKE $4::text OR t."comments" ILIKE $4::text OR t."name" ILIKE $4::text OR t."serial" ILIKE $4::text OR t."asset_tag" ILIKE $4::text)) AND ((t."description" ILIKE $5::text OR t."comments" ILIKE $5::text OR t."name" ILIKE $5::text OR t."serial" ILIKE $5::text OR t."asset_tag" ILIKE $5::text)) IS NOT TRUE)
  ORDER BY t."name", t."id"
  LIMIT 50;
