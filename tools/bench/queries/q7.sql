SELECT d.id, d.name, d.serial, d.asset_tag, d.status, d.position, d.description, d.comments, d.created, d.last_updated, d.custom_fields,
  s.id, s.name, s.slug, s.status, g.name, gp.name, st.name, r.id, r.name, r.slug, r.color, t.id, t.model, t.slug, t.part_number,
  t.u_height, t.is_full_depth, t.weight, m.id, m.name, m.slug, k.id, k.name, k.u_height, dt.id, dt.name, p.id, p.name, ip.id, ip.address::text
FROM dcim_device d
JOIN dcim_site s ON s.id = d.site_id AND s.organization_id = $1
LEFT JOIN dcim_region g ON g.id = s.region_id AND g.organization_id = $1
LEFT JOIN dcim_region gp ON gp.id = g.parent_id AND gp.organization_id = $1
LEFT JOIN tenancy_tenant st ON st.id = s.tenant_id AND st.organization_id = $1
JOIN dcim_device_role r ON r.id = d.role_id AND r.organization_id = $1
JOIN dcim_device_type t ON t.id = d.device_type_id AND t.organization_id = $1
JOIN dcim_manufacturer m ON m.id = t.manufacturer_id AND m.organization_id = $1
LEFT JOIN dcim_rack k ON k.id = d.rack_id AND k.organization_id = $1
LEFT JOIN tenancy_tenant dt ON dt.id = d.tenant_id AND dt.organization_id = $1
LEFT JOIN dcim_platform p ON p.id = d.platform_id AND p.organization_id = $1
LEFT JOIN ipam_ip_address ip ON ip.id = d.primary_ip4_id AND ip.organization_id = $1
WHERE d.organization_id = $1 AND d.number = 123
-- next
SELECT g.id, g.name, g.slug, g.color FROM dcim_device d
JOIN extras_tagged_item x ON x.object_type = 'dcim.Device' AND x.object_id = d.id AND x.organization_id = $1
JOIN extras_tag g ON g.id = x.tag_id AND g.organization_id = $1
WHERE d.organization_id = $1 AND d.number = 123 ORDER BY g.name, g.id
-- next
SELECT p.id, p.name, c.label FROM dcim_device d JOIN dcim_console_port p ON p.device_id = d.id AND p.organization_id = $1
LEFT JOIN dcim_cable c ON c.id = p.cable_id AND c.organization_id = $1 WHERE d.organization_id = $1 AND d.number = 123 ORDER BY p.name, p.id
-- next
SELECT p.id, p.name, p.maximum_draw, c.label FROM dcim_device d JOIN dcim_power_port p ON p.device_id = d.id AND p.organization_id = $1
LEFT JOIN dcim_cable c ON c.id = p.cable_id AND c.organization_id = $1 WHERE d.organization_id = $1 AND d.number = 123 ORDER BY p.name, p.id
-- next
SELECT p.id, p.name FROM dcim_device d JOIN dcim_front_port p ON p.device_id = d.id AND p.organization_id = $1
WHERE d.organization_id = $1 AND d.number = 123 ORDER BY p.name, p.id
-- next
SELECT p.id, p.name FROM dcim_device d JOIN dcim_rear_port p ON p.device_id = d.id AND p.organization_id = $1
WHERE d.organization_id = $1 AND d.number = 123 ORDER BY p.name, p.id
-- next
SELECT i.id, i.name, i.type, i.enabled, i.mgmt_only, i.mtu, i.speed, i.description, i.created, i.last_updated, v.id, v.vid, v.name,
  c.id, c.type, c.label, c.color, c.length, c.length_unit
FROM dcim_device d JOIN dcim_interface i ON i.device_id = d.id AND i.organization_id = $1
LEFT JOIN ipam_vlan v ON v.id = i.untagged_vlan_id AND v.organization_id = $1
LEFT JOIN dcim_cable c ON c.id = i.cable_id AND c.organization_id = $1
WHERE d.organization_id = $1 AND d.number = 123 ORDER BY i.sort_key, i.id
-- next
SELECT a.assigned_object_interface_id, a.id, a.address::text, a.status, a.dns_name, v.name FROM dcim_device d
JOIN dcim_interface i ON i.device_id = d.id AND i.organization_id = $1
JOIN ipam_ip_address a ON a.assigned_object_interface_id = i.id AND a.organization_id = $1
LEFT JOIN ipam_vrf v ON v.id = a.vrf_id AND v.organization_id = $1
WHERE d.organization_id = $1 AND d.number = 123 ORDER BY a.host, a.id
-- next
SELECT t.cable_id, t.id, t.cable_end, p.id, p.name, pd.id, pd.name FROM dcim_device d
JOIN dcim_interface i ON i.device_id = d.id AND i.organization_id = $1
JOIN dcim_cable_termination t ON t.cable_id = i.cable_id AND t.organization_id = $1
LEFT JOIN dcim_interface p ON p.id = t.termination_interface_id AND p.organization_id = $1
LEFT JOIN dcim_device pd ON pd.id = p.device_id AND pd.organization_id = $1
WHERE d.organization_id = $1 AND d.number = 123 ORDER BY t.cable_id, t.cable_end
