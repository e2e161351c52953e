SELECT object_type, object_id, field, value, score, reason
  FROM ( SELECT DISTINCT ON (object_id) *
  FROM ((SELECT s.object_type, s.object_id, s.field, s.value, (1000.0 / s.weight * CASE WHEN lower(s.value) = $2::text THEN 4 ELSE 2 END)::float8 AS score, CASE WHEN lower(s.value) = $2::text THEN 'EXACT' ELSE 'START' END AS reason
  FROM unnest($3::text[]) k(type)
  CROSS
  JOIN LATERAL ( SELECT s.*
  FROM core_search s
  WHERE s.organization_id = $4::uuid AND s.object_type = k.type AND lower(left(s.value, 100)) LIKE $1::text
  ORDER BY lower(left(s.value, 100)) USING ~<~
  LIMIT 56) s)) m
  ORDER BY object_id, score DESC, field) b
  ORDER BY score DESC, length(value), value, object_id
  LIMIT 5000;

SELECT object_type, object_id, field, value, score, reason
  FROM ( SELECT DISTINCT ON (object_id) *
  FROM ((SELECT s.object_type, s.object_id, s.field, s.value, (1000.0 / s.weight * CASE WHEN lower(s.value) = $2::text THEN 4 ELSE 2 END)::float8 AS score, CASE WHEN lower(s.value) = $2::text THEN 'EXACT' ELSE 'START' END AS reason
  FROM unnest($3::text[]) k(type)
  CROSS
  JOIN LATERAL ( SELECT s.*
  FROM core_search s
  WHERE s.organization_id = $4::uuid AND s.object_type = k.type AND lower(left(s.value, 100)) LIKE $1::text
  ORDER BY lower(left(s.value, 100)) USING ~<~
  LIMIT 70) s) UNION ALL (SELECT s.object_type, s.object_id, s.field, s.value, (1000.0 / s.weight * CASE WHEN true THEN 4 ELSE 2 END)::float8 AS score, CASE WHEN true THEN 'EXACT' ELSE 'START' END AS reason
  FROM unnest($3::text[]) k(type)
  CROSS
  JOIN LATERAL ( SELECT s.*
  FROM core_search s
  WHERE s.organization_id = $4::uuid AND s.object_type = k.type AND lower(left(s.value, 100)) LIKE $5::text
  ORDER BY lower(left(s.value, 100)) USING ~<~
  LIMIT 70) s) UNION ALL (SELECT $7::text AS object_type, s.id AS object_id, $8::text AS field, s."prefix"::text AS value, (1000.0 / 110 * (2 + masklen(s."prefix") / 128.0))::float8 AS score, 'HOLDS' AS reason
  FROM "ipam_prefix" s
  WHERE s.organization_id = $4::uuid AND s."prefix" >> network($6::inet)
  ORDER BY masklen(s."prefix") DESC, s.id
  LIMIT 50)) m
  ORDER BY object_id, score DESC, field) b
  ORDER BY score DESC, length(value), value, object_id
  LIMIT 5000;

SELECT object_type, object_id, field, value, score, reason
  FROM ( SELECT DISTINCT ON (object_id) *
  FROM ((SELECT s.object_type, s.object_id, s.field, s.value, (1000.0 / s.weight * CASE WHEN lower(s.value) = $2::text THEN 4 ELSE 2 END)::float8 AS score, CASE WHEN lower(s.value) = $2::text THEN 'EXACT' ELSE 'START' END AS reason
  FROM unnest($3::text[]) k(type)
  CROSS
  JOIN LATERAL ( SELECT s.*
  FROM core_search s
  WHERE s.organization_id = $4::uuid AND s.object_type = k.type AND lower(left(s.value, 100)) LIKE $1::text
  ORDER BY lower(left(s.value, 100)) USING ~<~
  LIMIT 52) s) UNION ALL (SELECT s.object_type, s.object_id, s.field, s.value, (1000.0 / s.weight * CASE WHEN true THEN 4 ELSE 2 END)::float8 AS score, CASE WHEN true THEN 'EXACT' ELSE 'START' END AS reason
  FROM unnest($3::text[]) k(type)
  CROSS
  JOIN LATERAL ( SELECT s.*
  FROM core_search s
  WHERE s.organization_id = $4::uuid AND s.object_type = k.type AND lower(left(s.value, 100)) LIKE $5::text
  ORDER BY lower(left(s.value, 100)) USING ~<~
  LIMIT 52) s) UNION ALL (SELECT $7::text AS object_type, s.id AS object_id, $8::text AS field, s."prefix"::text AS value, (1000.0 / 120 * (2 + masklen(s."prefix") / 128.0))::float8 AS score, 'HOLDS' AS reason
  FROM "ipam_aggregate" s
  WHERE s.organization_id = $4::uuid AND s."prefix" >> network($6::inet)
  ORDER BY masklen(s."prefix") DESC, s.id
  LIMIT 50) UNION ALL (SELECT $9::text AS object_type, s.id AS object_id, $8::text AS field, s."prefix"::text AS value, (1000.0 / 110 * (2 + masklen(s."prefix") / 128.0))::float8 AS score, 'HOLDS' AS reason
  FROM "ipam_prefix" s
  WHERE s.organization_id = $4::uuid AND s."prefix" >> network($6::inet)
  ORDER BY masklen(s."prefix") DESC, s.id
  LIMIT 50)) m
  ORDER BY object_id, score DESC, field) b
  ORDER BY score DESC, length(value), value, object_id
  LIMIT 5000;

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

SELECT t.id
  FROM "ipam_prefix" t
  WHERE t.id = ANY($1::uuid[]) AND t.organization_id = $2::uuid;

SELECT t.id
  FROM "ipam_ip_address" t
  WHERE t.id = ANY($1::uuid[]) AND t.organization_id = $2::uuid UNION ALL SELECT t.id
  FROM "ipam_prefix" t
  WHERE t.id = ANY($3::uuid[]) AND t.organization_id = $2::uuid;

SELECT count(*), count(*) FILTER (WHERE s.value ILIKE $1::text)
  FROM core_search s TABLESAMPLE SYSTEM (0.1) REPEATABLE (1);

SELECT count(*)
  FROM (SELECT t.*
  FROM "dcim_device" t
  WHERE t.organization_id = $1::uuid
  LIMIT 300) t
  WHERE (t."description" ILIKE $2::text OR t."comments" ILIKE $2::text OR t."name" ILIKE $2::text OR t."serial" ILIKE $2::text OR t."asset_tag" ILIKE $2::text);

SELECT t."name", t."u_height", t.id
  FROM "dcim_rack" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);

SELECT object_type, object_id, field, value, score, reason
  FROM ( SELECT DISTINCT ON (object_id) *
  FROM ((SELECT s.object_type, s.object_id, s.field, s.value, (1000.0 / s.weight * 1)::float8 AS score, 'PART' AS reason
  FROM core_search s
  WHERE s.organization_id = $1::uuid AND s.value ILIKE $2::text AND s.object_type = ANY($3::text[])
  LIMIT 1000)) m
  ORDER BY object_id, score DESC, field) b
  ORDER BY score DESC, length(value), value, object_id
  LIMIT 5000;

SELECT count(*)
  FROM (SELECT t.*
  FROM "dcim_device" t
  WHERE t.organization_id = $1::uuid
  LIMIT 300) t
  WHERE (t."description" ILIKE $2::text OR t."comments" ILIKE $2::text OR t."name" ILIKE $2::text OR t."serial" ILIKE $2::text OR t."asset_tag" ILIKE $2::text);

SELECT coalesce(t."name", 'device ' || t."number"), t."role_id", t.id
  FROM "dcim_device" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);

SELECT t."slug", t.id
  FROM "dcim_device_role" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);

SELECT count(*)
  FROM (SELECT t.*
  FROM "dcim_device" t
  WHERE t.organization_id = $1::uuid
  LIMIT 300) t
  WHERE (t."description" ILIKE $2::text OR t."comments" ILIKE $2::text OR t."name" ILIKE $2::text OR t."serial" ILIKE $2::text OR t."asset_tag" ILIKE $2::text);

SELECT t."name"
  FROM "dcim_device" t
  WHERE t.organization_id = $1::uuid AND ((t."description" ILIKE $2::text OR t."comments" ILIKE $2::text OR t."name" ILIKE $2::text OR t."serial" ILIKE $2::text OR t."asset_tag" ILIKE $2::text) AND ((t."description" ILIKE $3::text OR t."comments" ILIKE $3::text OR t."name" ILIKE $3::text OR t."serial" ILIKE $3::text OR t."asset_tag" ILIKE $3::text) OR (t."description" ILIKE $4::text OR t."comments" ILIKE $4::text OR t."name" ILIKE $4::text OR t."serial" ILIKE $4::text OR t."asset_tag" ILIKE $4::text)) AND ((t."description" ILIKE $5::text OR t."comments" ILIKE $5::text OR t."name" ILIKE $5::text OR t."serial" ILIKE $5::text OR t."asset_tag" ILIKE $5::text)) IS NOT TRUE)
  ORDER BY t."name", t."id"
  LIMIT 50;
