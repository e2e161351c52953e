import type { MigrationInterface } from 'typeorm';
import { Pending1763700000000 } from './pending.gen.ts';
import { System1763600000000 } from './system.ts';

type Migration = new () => MigrationInterface;

/** Migrations that shipped, oldest first; never edited again. */
export const frozen: readonly Migration[] = [System1763600000000];

/** Everything that brings a database to this version, in order. */
export const migrations: readonly Migration[] = [...frozen, Pending1763700000000];
