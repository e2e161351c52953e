SELECT count(*) FROM dcim_interface i JOIN dcim_device d ON d.id = i.device_id AND d.organization_id = $1
JOIN dcim_site s ON s.id = d.site_id AND s.organization_id = $1 WHERE i.organization_id = $1 AND s.slug = 'site-7'
-- next
SELECT count(*) FROM dcim_device WHERE organization_id = $1 AND status = 'active'
