import { everyForm } from './every-form.ts';

everyForm(0);
