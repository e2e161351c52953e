SELECT coalesce(t."name", 'device ' || t."number"), t."serial", t."status", j0.id, j0."slug", j0."time_zone", j1.id, j1."slug", j2.id, j2."slug", j3.id, j3."slug", j4.id, j4."address"::text, j4."dns_name", j5.id, j5."prefix", j6.id, j6."vid", j6."name", t.id
  FROM "dcim_device" t
  LEFT
  JOIN "dcim_site" j0 ON j0.id = t."site_id" AND j0.organization_id = $1::uuid
  LEFT
  JOIN "dcim_region" j1 ON j1.id = j0."region_id" AND j1.organization_id = $1::uuid
  LEFT
  JOIN "dcim_region" j2 ON j2.id = j1."parent_id" AND j2.organization_id = $1::uuid
  LEFT
  JOIN "dcim_device_role" j3 ON j3.id = t."role_id" AND j3.organization_id = $1::uuid
  LEFT
  JOIN "ipam_ip_address" j4 ON j4.id = t."primary_ip4_id" AND j4.organization_id = $1::uuid
  LEFT
  JOIN "ipam_prefix" j5 ON j5.id = j4."parent_prefix_id" AND j5.organization_id = $1::uuid
  LEFT
  JOIN "ipam_vlan" j6 ON j6.id = j5."vlan_id" AND j6.organization_id = $1::uuid
  WHERE t.organization_id = $1::uuid AND (EXISTS (SELECT 1
  FROM "dcim_site" f0
  WHERE f0.id = t."site_id" AND f0.organization_id = $1::uuid AND f0."slug" = $2::text) AND EXISTS (SELECT 1
  FROM "tenancy_tenant" f1
  WHERE f1.id = t."tenant_id" AND f1.organization_id = $1::uuid AND f1."slug" = $3::text) AND t."name" = $4::text)
  LIMIT 2;

SELECT t."name", t."enabled", t."mtu", t."mode", t."untagged_vlan_id", t."cable_id"
  FROM "dcim_interface" t
  WHERE t.organization_id = $1::uuid AND (t."mgmt_only" = $2::boolean AND t."cable_id" IS NOT NULL) AND t."device_id" = $3::uuid
  ORDER BY t."device_id", t."sort_key", t."id"
  LIMIT 4;

SELECT count(*)
  FROM "dcim_interface" t
  WHERE t.organization_id = $1::uuid AND (t."mgmt_only" = $2::boolean AND t."cable_id" IS NOT NULL) AND t."device_id" = $3::uuid;

SELECT t."label", t."type", t."length_unit", t."length", t.id
  FROM "dcim_cable" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);
