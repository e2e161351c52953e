-- same rows
SELECT i.id, i.name, i.type, i.enabled, i.mtu, d.name AS device, s.name AS site
FROM (SELECT * FROM dcim_interface WHERE organization_id = $1 ORDER BY id LIMIT 50000) i
JOIN dcim_device d ON d.id = i.device_id AND d.organization_id = $1
JOIN dcim_site s ON s.id = d.site_id AND s.organization_id = $1
ORDER BY i.id
