import { serverConfig } from '../../api/config.ts';
import { ApiError } from '../../api/errors.ts';
import { activeOrganization, organizationHeaders } from '../../api/organization.ts';

interface Stored {
  id: string;
}

function refusalOf(request: XMLHttpRequest): string {
  try {
    const reply = JSON.parse(request.responseText) as { errors?: { message: string }[] };
    return reply.errors?.[0]?.message ?? 'The file was refused.';
  } catch {
    return 'The file was refused.';
  }
}

/**
 * Sends a file to the server and returns its id.
 *
 * Told how many bytes have gone, since dumps are large. `fetch` can't tell, hence the older way.
 *
 * @throws ApiError when the server refuses the file or does not answer
 */
export function uploadFile(file: File, onProgress: (percent: number) => void, signal: AbortSignal): Promise<string> {
  const { api, crossOrigin } = serverConfig();
  const request = new XMLHttpRequest();
  request.open('PUT', `${api}files?name=${encodeURIComponent(file.name)}&size=${file.size}`);
  request.withCredentials = crossOrigin;
  request.setRequestHeader('x-plumbline-csrf', '1');
  for (const [name, value] of Object.entries(organizationHeaders())) request.setRequestHeader(name, value);
  request.setRequestHeader('content-type', file.type || 'application/octet-stream');
  request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(Math.round((100 * loaded) / total)));
  signal.addEventListener('abort', () => request.abort());
  return new Promise((resolve, reject) => {
    const fail = (message: string) => reject(new ApiError(message, 'UPLOAD', request.status));
    request.addEventListener('error', () => fail('The server does not answer. Check the connection.'));
    request.addEventListener('abort', () => fail('The upload was stopped.'));
    request.addEventListener('load', () => {
      if (request.status >= 300) return fail(refusalOf(request));
      resolve((JSON.parse(request.responseText) as Stored).id);
    });
    request.send(file);
  });
}

/** Address of a stored file; a link carries no header, so that it names the organization itself. */
export function fileAddress(id: string): string {
  const slug = activeOrganization();
  const query = slug === null ? '' : `?${new URLSearchParams({ organization: slug })}`;
  return `${serverConfig().api}files/${id}${query}`;
}
