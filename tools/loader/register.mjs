import { register } from 'node:module';

// Lets node run TypeScript sources: node --conditions=source --import ./tools/loader/register.mjs FILE.ts
register('./hooks.mjs', import.meta.url);
process.setSourceMapsEnabled(true);
