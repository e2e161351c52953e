SELECT count(*), count(*) FILTER (WHERE t."name" LIKE $2::text)
  FROM (SELECT t.*
  FROM "dcim_interface" t
  WHERE t.organization_id = $1::uuid
  LIMIT 300) t;

SELECT count(*)
  FROM "dcim_cable_termination" t
  WHERE t.organization_id = $1::uuid AND EXISTS (SELECT 1
  FROM "dcim_power_port" f0
  WHERE f0.id = t."termination_power_port_id" AND f0.organization_id = $1::uuid AND EXISTS (SELECT 1
  FROM "dcim_device" f1
  WHERE f1.id = f0."device_id" AND f1.organization_id = $1::uuid AND EXISTS (SELECT 1
  FROM "dcim_rack" f2
  WHERE f2.id = f1."rack_id" AND f2.organization_id = $1::uuid AND f2."name" = $2::text)));

SELECT t."cable_end", t."cable_id", t."termination_interface_id", t."termination_console_port_id", t."termination_console_server_port_id", t."termination_power_port_id", t."termination_power_outlet_id", t."termination_front_port_id", t."termination_rear_port_id", t."termination_power_feed_id", t."termination_circuit_termination_id"
  FROM "dcim_cable_termination" t
  JOIN "dcim_cable" o0 ON o0.id = t."cable_id" AND o0.organization_id = $1::uuid
  WHERE t.organization_id = $1::uuid AND ((EXISTS (SELECT 1
  FROM "dcim_interface" f1
  WHERE f1.id = t."termination_interface_id" AND f1.organization_id = $1::uuid AND f1."name" LIKE $2::text)) IS NOT TRUE AND EXISTS (SELECT 1
  FROM "dcim_device" f2
  WHERE f2.id = t."device_id" AND f2.organization_id = $1::uuid AND f2."name" = $3::text))
  ORDER BY o0."label", t."id"
  LIMIT 50;

SELECT t."label", t."type", t.id
  FROM "dcim_cable" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);

SELECT t."name", t.id
  FROM "dcim_console_port" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);

SELECT t."name", t."maximum_draw", t.id
  FROM "dcim_power_port" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);
