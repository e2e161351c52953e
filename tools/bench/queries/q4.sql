SELECT a.id, a.address::text, a.status, a.dns_name, i.id AS interface_id, i.name AS interface, d.name AS device, s.name AS site
FROM (SELECT * FROM ipam_ip_address WHERE organization_id = $1 ORDER BY id LIMIT 1000) a
LEFT JOIN dcim_interface i ON i.id = a.assigned_object_interface_id AND i.organization_id = $1
LEFT JOIN dcim_device d ON d.id = i.device_id AND d.organization_id = $1
LEFT JOIN dcim_site s ON s.id = d.site_id AND s.organization_id = $1
ORDER BY a.id
