-- same rows
SELECT d.id, d.name, s.name AS site FROM dcim_device d JOIN dcim_site s ON s.id = d.site_id AND s.organization_id = $1
WHERE d.organization_id = $1 ORDER BY s.name, d.name, d.id LIMIT 100
-- next
SELECT count(*) FROM dcim_device WHERE organization_id = $1
