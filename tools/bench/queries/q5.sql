SELECT i.id, i.name, d.id AS device_id, d.name AS device, a.address::text, a.status
FROM (
  SELECT i.* FROM dcim_interface i
  JOIN dcim_device d ON d.id = i.device_id AND d.organization_id = $1
  JOIN dcim_site s ON s.id = d.site_id AND s.organization_id = $1
  JOIN dcim_region g ON g.id = s.region_id AND g.organization_id = $1
  JOIN dcim_device_role r ON r.id = d.role_id AND r.organization_id = $1
  WHERE i.organization_id = $1 AND i.enabled AND d.status = 'active' AND g.slug = 'region-31' AND r.slug = 'role-6'
    AND EXISTS (SELECT 1 FROM ipam_ip_address a WHERE a.assigned_object_interface_id = i.id AND a.organization_id = $1 AND a.status = 'reserved')
  ORDER BY i.id LIMIT 200
) i
JOIN dcim_device d ON d.id = i.device_id AND d.organization_id = $1
LEFT JOIN ipam_ip_address a ON a.assigned_object_interface_id = i.id AND a.organization_id = $1 AND a.status = 'reserved'
ORDER BY i.id, a.host, a.id
