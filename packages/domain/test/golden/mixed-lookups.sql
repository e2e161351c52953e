SELECT t."number", t."name", '/dcim/sites/' || t."number", t."slug"
  FROM "dcim_site" t
  WHERE t.organization_id = $1::uuid AND t."number" = $2::int8
  LIMIT 2;

SELECT t."number", t."name", '/dcim/racks/' || t."number", j0.id, j0."number", j0."name", '/dcim/sites/' || j0."number"
  FROM "dcim_rack" t
  LEFT
  JOIN "dcim_site" j0 ON j0.id = t."site_id" AND j0.organization_id = $1::uuid
  WHERE t.organization_id = $1::uuid AND t."number" = $2::int8
  LIMIT 2;

SELECT t."name"
  FROM "dcim_device" t
  WHERE t.organization_id = $1::uuid AND t."number" = $2::int8
  LIMIT 2;

SELECT t."number", t."name", '/tenancy/tenants/' || t."number", t.id
  FROM "tenancy_tenant" t
  WHERE t.organization_id = $1::uuid
  ORDER BY t."name" DESC, t."id" DESC
  LIMIT 50;

SELECT t."model", t."u_height", t.id
  FROM "dcim_device_type" t
  WHERE t.organization_id = $1::uuid
  ORDER BY t."model", t."id"
  LIMIT 50;

SELECT t."tenant_id", count(*)
  FROM "dcim_device" t
  WHERE t."tenant_id" = ANY($1::uuid[]) AND t.organization_id = $2::uuid
  GROUP BY 1;

SELECT t."device_type_id", count(*)
  FROM "dcim_interface_template" t
  WHERE t."device_type_id" = ANY($1::uuid[]) AND t.organization_id = $2::uuid
  GROUP BY 1;

SELECT t."device_type_id", count(*)
  FROM "dcim_device" t
  WHERE t."device_type_id" = ANY($1::uuid[]) AND t.organization_id = $2::uuid
  GROUP BY 1;
