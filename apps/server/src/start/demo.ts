import { seedDemo } from '@plumbline/domain';
import type { Actor } from '@plumbline/engine';
import type { Logger } from '../log.ts';
import type { RunningServer } from '../server.ts';

const demoActor = (organizationId: string): Actor => ({
  organizationId,
  userId: null,
  tokenId: null,
  name: 'demo',
  source: 'system',
  superuser: true,
  readOnly: false,
  bulk: true,
  requestId: 'demo',
  grants: [{ objectTypes: ['*'], actions: ['*'], predicate: null, fields: null }],
});

/** Fills an organization that has no site yet with a made-up network. */
export const seedWhenEmpty = async ({ database, product, first }: RunningServer, log: Logger): Promise<void> => {
  const { rows } = await database.system.query('SELECT 1 FROM dcim_site WHERE organization_id = $1 LIMIT 1', [
    first.organizationId,
  ]);
  if (rows.length > 0) return;
  const outcome = await product.writer.run(demoActor(first.organizationId), { reason: 'demo network' }, seedDemo);
  const [problem] = outcome.errors;
  if (problem) throw new Error(`The demo network was refused: ${problem.path} ${problem.message}`);
  log.info({ changes: outcome.changes.length }, 'The demo network is in place.');
};
