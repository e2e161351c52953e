SELECT id, name, serial, asset_tag, status, position, description, created, last_updated, custom_fields
FROM dcim_device WHERE organization_id = $1 ORDER BY name, id LIMIT 1000
