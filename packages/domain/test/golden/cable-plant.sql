SELECT t."label", t."type", t."color", t."length", t."length_unit", t.id
  FROM "dcim_cable" t
  WHERE t.organization_id = $1::uuid AND (t."type" = $2::text AND EXISTS (SELECT 1
  FROM "dcim_cable_termination" f0
  WHERE f0."cable_id" = t.id AND f0.organization_id = $1::uuid AND EXISTS (SELECT 1
  FROM "dcim_site" f1
  WHERE f1.id = f0."site_id" AND f1.organization_id = $1::uuid AND f1."slug" = $3::text)))
  ORDER BY t."label", t."id"
  LIMIT 6;

SELECT count(*)
  FROM "dcim_cable" t
  WHERE t.organization_id = $1::uuid AND (t."type" = $2::text AND EXISTS (SELECT 1
  FROM "dcim_cable_termination" f0
  WHERE f0."cable_id" = t.id AND f0.organization_id = $1::uuid AND EXISTS (SELECT 1
  FROM "dcim_site" f1
  WHERE f1.id = f0."site_id" AND f1.organization_id = $1::uuid AND f1."slug" = $3::text)));

SELECT l.*, u.n
  FROM unnest($1::uuid[]) WITH ORDINALITY u(id, n)
  CROSS
  JOIN LATERAL (SELECT t."cable_end", t."device_id", t."rack_id", t."termination_interface_id", t."termination_console_port_id", t."termination_console_server_port_id", t."termination_power_port_id", t."termination_power_outlet_id", t."termination_front_port_id", t."termination_rear_port_id", t."termination_power_feed_id", t."termination_circuit_termination_id"
  FROM "dcim_cable_termination" t
  WHERE t."cable_id" = u.id AND t.organization_id = $2::uuid
  ORDER BY t."cable_id", t."cable_end", t."connector", t."id"
  LIMIT 50) l;

SELECT t."name", t.id
  FROM "dcim_device" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);

SELECT t."name", t.id
  FROM "dcim_rack" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);

SELECT t."name", t."type", t.id
  FROM "dcim_interface" t
  WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[]);
