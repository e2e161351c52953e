import { InvalidInput } from '@plumbline/kit';

/** The file is no dump that can be read; the message says what is wrong and what would work. */
export class DumpUnreadable extends InvalidInput {
  constructor(message: string) {
    super([{ path: 'file', code: 'DUMP_UNREADABLE', message }]);
  }
}
