-- same rows
SELECT d.name, d.serial, s.name AS site FROM dcim_device d JOIN dcim_site s ON s.organization_id = $1 AND s.id = d.site_id
WHERE d.organization_id = $1 AND d.name ILIKE '%leaf-0017%' ORDER BY d.name, d.id LIMIT 50
