SELECT t."name", t."row_version", t."last_updated"
  FROM "dcim_device" t
  WHERE t.organization_id = $1::uuid AND (t."row_version" > $2::int8 AND t."last_updated" >= $3::timestamptz AND EXISTS (SELECT 1
  FROM "dcim_device_role" f0
  WHERE f0.id = t."role_id" AND f0.organization_id = $1::uuid AND f0."slug" = $4::text))
  ORDER BY t."name", t."id"
  LIMIT 5;
