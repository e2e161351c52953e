SELECT t."action", t."object_type", t."object_number", t."display", t."actor_name", t."source", t."changed_at", t."fields", t."change_set_id"
  FROM "core_change_record" t
  WHERE t.organization_id = $1::uuid AND (t."object_type" = ANY($2::text[]) AND t."changed_at" >= $3::timestamptz AND t."request_id" = $4::text)
  ORDER BY t."changed_at" DESC, t."display", t."id"
  LIMIT 50;

SELECT count(*)
  FROM "core_change_record" t
  WHERE t.organization_id = $1::uuid AND (t."object_type" = ANY($2::text[]) AND t."changed_at" >= $3::timestamptz AND t."request_id" = $4::text);

SELECT t."reason", t.id
  FROM "core_change_set" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);
