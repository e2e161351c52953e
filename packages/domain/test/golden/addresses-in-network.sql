SELECT t."address"::text, t."dns_name", t."status", t."vrf_id", t."parent_prefix_id", t."assigned_object_interface_id", t."assigned_object_vm_interface_id", t."assigned_object_fhrp_group_id"
  FROM "ipam_ip_address" t
  WHERE t.organization_id = $1::uuid AND t."host" << network($2::inet)
  ORDER BY t."address", t."id"
  LIMIT 8;

SELECT count(*)
  FROM "ipam_ip_address" t
  WHERE t.organization_id = $1::uuid AND t."host" << network($2::inet);

SELECT t."prefix", t.id
  FROM "ipam_prefix" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);

SELECT t."name", t."mgmt_only", t."device_id", t.id
  FROM "dcim_interface" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);

SELECT t."name", t."site_id", t.id
  FROM "dcim_device" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);

SELECT t."slug", t.id
  FROM "dcim_site" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);
