import { useQuery } from '@tanstack/react-query';
import { graphql } from '../../api/client.ts';
import type { Row, UiEntity } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { type Mapping, mappingsOf } from './panel-rows.ts';
import { cutEdges, type PortLine, portLines, portLinesRequest } from './port-lines.ts';

/** The cabling of a device as it was read. */
export interface Cabling {
  lines: PortLine[];
  /** How front ports lead to rear ports. */
  mappings: Mapping[];
  /** Kinds of which not all ports were read, with their totals. */
  cut: { label: string; total: number }[];
  ms: number;
}

/** Every port of a device with its cable; idle until an id is given. */
export function useLines(device: UiEntity | undefined, id: string | undefined) {
  const catalogue = useCatalogue();
  const request = device && id ? portLinesRequest(catalogue, device, id) : undefined;
  const query = useQuery({
    queryKey: ['cabling', id],
    enabled: request !== undefined,
    queryFn: async ({ signal }): Promise<Cabling> => {
      if (!request || !device) return { lines: [], mappings: [], cut: [], ms: 0 };
      const { data, ms } = await graphql<Record<string, Row | null>>(request, signal);
      const row = data[device.one] ?? null;
      return {
        lines: portLines(catalogue, device, row),
        mappings: mappingsOf(row),
        cut: cutEdges(catalogue, device, row),
        ms,
      };
    },
  });
  return { query, request };
}
