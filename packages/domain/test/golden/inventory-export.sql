SELECT choice_set, value, label, color
  FROM extras_choice
  WHERE organization_id = $1::uuid AND choice_set = ANY($2::text[]);

SELECT t."number", t."name", t."serial", t."asset_tag", t."status", t."device_type_id", t."role_id", t."tenant_id", t."site_id", t."location_id", t."rack_id", t."position", t."face", t."primary_ip4_id", t.id
  FROM "dcim_device" t
  JOIN "dcim_site" o0 ON o0.id = t."site_id" AND o0.organization_id = $1::uuid
  WHERE t.organization_id = $1::uuid
  ORDER BY o0."name", t."name", t."id"
  LIMIT 13 OFFSET $2::int8;

SELECT count(*)
  FROM "dcim_device" t
  WHERE t.organization_id = $1::uuid;

SELECT t."model", t."manufacturer_id", t.id
  FROM "dcim_device_type" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);

SELECT t."name", t.id
  FROM "dcim_device_role" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);

SELECT t."name", t."group_id", t.id
  FROM "tenancy_tenant" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);

SELECT t."name", t.id
  FROM "dcim_site" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);

SELECT t."name", t.id
  FROM "dcim_location" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);

SELECT t."name", t.id
  FROM "dcim_rack" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);

SELECT t."address"::text, t.id
  FROM "ipam_ip_address" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);

SELECT l.*, u.n
  FROM unnest($1::uuid[]) WITH ORDINALITY u(id, n)
  CROSS
  JOIN LATERAL (SELECT t."slug"
  FROM (SELECT t.*
  FROM "extras_tagged_item" m0
  JOIN "extras_tag" t ON t.id = m0."tag_id" AND t.organization_id = m0.organization_id
  WHERE m0."object_id" = u.id AND m0.organization_id = $2::uuid AND m0.object_type = $3::text AND t.organization_id = $2::uuid OFFSET 0) t
  ORDER BY t."weight", t."name", t."id"
  LIMIT 50) l;

SELECT t."name", t.id
  FROM "dcim_manufacturer" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);

SELECT t."name", t.id
  FROM "tenancy_tenant_group" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);
