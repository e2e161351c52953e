import { everyForm } from './every-form.ts';

jest.setTimeout(60_000);
everyForm(0);
