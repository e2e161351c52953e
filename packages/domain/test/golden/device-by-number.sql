SELECT t."name", j0.id, j0."model", j1.id, j1."name", t.id
  FROM "dcim_device" t
  LEFT
  JOIN "dcim_device_type" j0 ON j0.id = t."device_type_id" AND j0.organization_id = $1::uuid
  LEFT
  JOIN "dcim_manufacturer" j1 ON j1.id = j0."manufacturer_id" AND j1.organization_id = $1::uuid
  WHERE t.organization_id = $1::uuid AND t."number" = $2::int8
  LIMIT 2;

SELECT t."name", j0.id, j0."model", j1.id, j1."name", t.id
  FROM "dcim_device" t
  LEFT
  JOIN "dcim_device_type" j0 ON j0.id = t."device_type_id" AND j0.organization_id = $1::uuid
  LEFT
  JOIN "dcim_manufacturer" j1 ON j1.id = j0."manufacturer_id" AND j1.organization_id = $1::uuid
  WHERE t.organization_id = $1::uuid AND t."number" = $2::int8
  LIMIT 2;

SELECT t."name", t."type", t."cable_id", t.id
  FROM "dcim_interface" t
  WHERE t.organization_id = $1::uuid AND t."device_id" = $2::uuid
  ORDER BY t."device_id", t."sort_key", t."id"
  LIMIT 200;

SELECT count(*)
  FROM "dcim_interface" t
  WHERE t.organization_id = $1::uuid AND t."device_id" = $2::uuid;

SELECT t."name", t."type", t."cable_id", t.id
  FROM "dcim_interface" t
  WHERE t.organization_id = $1::uuid AND t."device_id" = $2::uuid
  ORDER BY t."device_id", t."sort_key", t."id"
  LIMIT 200;

SELECT count(*)
  FROM "dcim_interface" t
  WHERE t.organization_id = $1::uuid AND t."device_id" = $2::uuid;

SELECT t."label", t.id
  FROM "dcim_cable" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);

SELECT l.*, u.n
  FROM unnest($1::uuid[]) WITH ORDINALITY u(id, n)
  CROSS
  JOIN LATERAL (SELECT t."address"::text
  FROM "ipam_ip_address" t
  WHERE t."assigned_object_interface_id" = u.id AND t.organization_id = $2::uuid
  ORDER BY t."host", t."id"
  LIMIT 50) l;
