SELECT t."slug", t.id
  FROM "dcim_site" t
  WHERE t.organization_id = $1::uuid
  ORDER BY t."slug", t."id"
  LIMIT 3;

SELECT l.*, u.n
  FROM unnest($1::uuid[]) WITH ORDINALITY u(id, n)
  CROSS
  JOIN LATERAL (SELECT t."name", t."vid_ranges", t."total_vlan_ids"
  FROM "ipam_vlan_group" t
  WHERE t."scope_site_id" = u.id AND t.organization_id = $2::uuid
  ORDER BY t."name", t."id"
  LIMIT 50) l;

SELECT l.*, u.n
  FROM unnest($1::uuid[]) WITH ORDINALITY u(id, n)
  CROSS
  JOIN LATERAL (SELECT t."vid", t."name", t."status", t."group_id", t.id
  FROM (SELECT t.*
  FROM "ipam_vlan" t
  WHERE t."site_id" = u.id AND t.organization_id = $2::uuid OFFSET 0) t
  ORDER BY t."vid", t."id"
  LIMIT 50) l;

SELECT t."site_id", count(*)
  FROM "ipam_vlan" t
  WHERE t."site_id" = ANY($1::uuid[]) AND t.organization_id = $2::uuid
  GROUP BY 1;

SELECT t."slug", t.id
  FROM "ipam_vlan_group" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);

SELECT l.*, u.n
  FROM unnest($1::uuid[]) WITH ORDINALITY u(id, n)
  CROSS
  JOIN LATERAL (SELECT t."prefix"
  FROM "ipam_prefix" t
  WHERE t."vlan_id" = u.id AND t.organization_id = $2::uuid
  ORDER BY t."prefix", t."id"
  LIMIT 50) l;
