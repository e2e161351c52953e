SELECT t."name", (SELECT coalesce(jsonb_object_agg(e.key, e.value), '{}')
  FROM jsonb_each(t."custom_fields") e
  WHERE e.key IN ('cust_id', 'lease_months'))
  FROM "dcim_device" t
  WHERE t.organization_id = $1::uuid AND ((t."custom_fields" #>> $2::text[]) LIKE $3::text AND CASE WHEN jsonb_typeof(t."custom_fields" #> $4::text[]) = 'number' THEN ((t."custom_fields" #>> $4::text[]))::numeric >= $5::numeric END)
  ORDER BY t."name", t."id"
  LIMIT 50;

SELECT count(*)
  FROM "dcim_device" t
  WHERE t.organization_id = $1::uuid AND ((t."custom_fields" #>> $2::text[]) LIKE $3::text AND CASE WHEN jsonb_typeof(t."custom_fields" #> $4::text[]) = 'number' THEN ((t."custom_fields" #>> $4::text[]))::numeric >= $5::numeric END);

SELECT t."name", t."type", to_json(t."object_types"), t."required"
  FROM "extras_custom_field" t
  WHERE t.organization_id = $1::uuid
  ORDER BY t."group_name", t."weight", t."name", t."id"
  LIMIT 50;
