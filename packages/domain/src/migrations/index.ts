import type { MigrationInterface } from 'typeorm';
import { Foundation1763700000000, System1763600000000 } from './foundation.ts';
import { pending } from './pending.gen.ts';

type Migration = new () => MigrationInterface;

/** Migrations that databases have been through, oldest first; never edited again. */
export const frozen: readonly Migration[] = [System1763600000000, Foundation1763700000000];

/** Everything that brings a database to this version, in order. */
export const migrations: readonly Migration[] = [...frozen, ...pending];
