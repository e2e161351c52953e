SELECT t."name", (CASE WHEN (SELECT stored.value
  FROM core_setting stored
  WHERE stored.key = $2::text AND (stored.organization_id = $1::uuid OR stored.organization_id IS NULL) AND stored.value <> 'null'::jsonb
  ORDER BY stored.organization_id NULLS LAST
  LIMIT 1) = 'true'::jsonb THEN coalesce((SELECT c0."id"
  FROM (SELECT c0.*
  FROM "ipam_ip_address" c0
  WHERE c0.organization_id = $1::uuid) c0
  WHERE c0."id" = t."primary_ip4_id"), (SELECT c1."id"
  FROM (SELECT c1.*
  FROM "ipam_ip_address" c1
  WHERE c1.organization_id = $1::uuid) c1
  WHERE c1."id" = t."primary_ip6_id")) ELSE coalesce((SELECT c1."id"
  FROM (SELECT c1.*
  FROM "ipam_ip_address" c1
  WHERE c1.organization_id = $1::uuid) c1
  WHERE c1."id" = t."primary_ip6_id"), (SELECT c0."id"
  FROM (SELECT c0.*
  FROM "ipam_ip_address" c0
  WHERE c0.organization_id = $1::uuid) c0
  WHERE c0."id" = t."primary_ip4_id")) END), (coalesce(t."config_template_id", (SELECT c2."config_template_id"
  FROM (SELECT c2.*
  FROM "dcim_device_role" c2
  WHERE c2.organization_id = $1::uuid) c2
  WHERE c2."id" = t."role_id"), (SELECT c3."config_template_id"
  FROM (SELECT c3.*
  FROM "dcim_platform" c3
  WHERE c3.organization_id = $1::uuid) c3
  WHERE c3."id" = t."platform_id")))
  FROM "dcim_device" t
  WHERE t.organization_id = $1::uuid AND t."primary_ip4_id" IS NOT NULL
  ORDER BY t."name", t."id"
  LIMIT 5;

SELECT t."address"::text, t."dns_name", t.id
  FROM "ipam_ip_address" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);
