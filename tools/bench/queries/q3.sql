SELECT s.name AS site, d.name AS device, r.name AS role, i.name AS interface, c.label, t.cable_end,
  pi.name AS peer, pd.name AS peer_device, pt.model, pm.name AS manufacturer
FROM (SELECT * FROM dcim_site WHERE organization_id = $1 ORDER BY name, id LIMIT 10) s
CROSS JOIN LATERAL (SELECT * FROM dcim_device WHERE site_id = s.id AND organization_id = $1 ORDER BY name, id LIMIT 10) d
JOIN dcim_device_role r ON r.id = d.role_id AND r.organization_id = $1
CROSS JOIN LATERAL (SELECT * FROM dcim_interface WHERE device_id = d.id AND organization_id = $1 ORDER BY sort_key, id LIMIT 10) i
LEFT JOIN dcim_cable c ON c.id = i.cable_id AND c.organization_id = $1
LEFT JOIN dcim_cable_termination t ON t.cable_id = c.id AND t.organization_id = $1
LEFT JOIN dcim_interface pi ON pi.id = t.termination_interface_id AND pi.organization_id = $1
LEFT JOIN dcim_device pd ON pd.id = pi.device_id AND pd.organization_id = $1
LEFT JOIN dcim_device_type pt ON pt.id = pd.device_type_id AND pt.organization_id = $1
LEFT JOIN dcim_manufacturer pm ON pm.id = pt.manufacturer_id AND pm.organization_id = $1
ORDER BY s.name, s.id, d.name, d.id, i.sort_key, i.id, t.cable_end
