SELECT d.id, d.name, d.status, s.name AS site, r.name AS role, t.model, m.name AS manufacturer,
  i.id AS interface_id, i.name AS interface, i.type, i.enabled, i.mtu, a.id AS address_id, a.address::text, a.status AS address_status
FROM (SELECT * FROM dcim_device WHERE organization_id = $1 ORDER BY name, id LIMIT 100) d
JOIN dcim_site s ON s.id = d.site_id AND s.organization_id = $1
JOIN dcim_device_role r ON r.id = d.role_id AND r.organization_id = $1
JOIN dcim_device_type t ON t.id = d.device_type_id AND t.organization_id = $1
JOIN dcim_manufacturer m ON m.id = t.manufacturer_id AND m.organization_id = $1
LEFT JOIN dcim_interface i ON i.device_id = d.id AND i.organization_id = $1
LEFT JOIN ipam_ip_address a ON a.assigned_object_interface_id = i.id AND a.organization_id = $1
ORDER BY d.name, d.id, i.sort_key, i.id, a.host, a.id
