SELECT t."prefix", t."depth", t."child_count", t."mark_utilized", t."parent_id", t."scope_region_id", t."scope_site_group_id", t."scope_site_id", t."scope_location_id", t.id
  FROM "ipam_prefix" t
  WHERE t.organization_id = $1::uuid AND (t."prefix" << network($2::inet) AND t."status" = $3::text AND EXISTS (SELECT 1
  FROM "dcim_site" f0
  WHERE f0.id = t."scope_site_id" AND f0.organization_id = $1::uuid AND f0."slug" = ANY($4::text[])))
  ORDER BY t."prefix", t."id"
  LIMIT 50;

SELECT t."prefix", t.id
  FROM "ipam_prefix" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);

SELECT t."slug", t.id
  FROM "dcim_site" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);

SELECT l.*, u.n
  FROM unnest($1::uuid[]) WITH ORDINALITY u(id, n)
  CROSS
  JOIN LATERAL (SELECT t."prefix", t."is_pool", t."child_count", t."vlan_id", t.id
  FROM "ipam_prefix" t
  WHERE t."parent_id" = u.id AND t.organization_id = $2::uuid
  ORDER BY t."prefix", t."id"
  LIMIT 50) l;

SELECT t."vid", t.id
  FROM "ipam_vlan" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);

SELECT t."parent_prefix_id", count(*)
  FROM "ipam_ip_address" t
  WHERE t."parent_prefix_id" = ANY($1::uuid[]) AND t.organization_id = $2::uuid
  GROUP BY 1;
