import { useNavigate, useSearch } from '@tanstack/react-router';
import { archiveImport, DumpImport, libraryImport, netboxImport } from '../features/exchange/dump-import.tsx';
import { RowsImport } from '../features/exchange/rows-import.tsx';
import { PageHead } from '../frame/page-head.tsx';
import { useReportStatus } from '../frame/status-line.tsx';
import { type DetailTab, DetailTabs } from '../generic/detail/tabs.tsx';

/** Where data comes in: rows of one type, a NetBox dump, a device-type library, an archive. */
export function ImportPage() {
  const { from = 'rows', type = '' } = useSearch({ strict: false }) as { from?: string; type?: string };
  const navigate = useNavigate();
  useReportStatus({ text: 'import', request: null, ms: null });
  const tabs: DetailTab[] = [
    {
      id: 'rows',
      label: 'CSV, JSON, YAML',
      content: () => (
        <RowsImport
          type={type}
          onType={(next) => void navigate({ to: '.', search: next ? { type: next } : {}, replace: true })}
        />
      ),
    },
    { id: 'netbox', label: 'NetBox dump', content: () => <DumpImport key="netbox" kind={netboxImport} /> },
    { id: 'library', label: 'Device types', content: () => <DumpImport key="library" kind={libraryImport} /> },
    { id: 'archive', label: 'Archive', content: () => <DumpImport key="archive" kind={archiveImport} /> },
  ];
  return (
    <>
      <PageHead title="Import" />
      <DetailTabs
        tabs={tabs}
        current={from}
        onChange={(id) => void navigate({ to: '.', search: id === 'rows' ? {} : { from: id } })}
      />
    </>
  );
}
