import { createHash } from 'node:crypto';
import { ReadPlan, type PlanScope } from './read-plan.ts';

const KEPT = 500;

/** Plans of templates, the last used kept longest. */
export class ReadPlans {
  readonly #guesses = new Map<string, ReadPlan>();
  readonly #plans = new Map<string, { readonly scope: PlanScope; readonly plan: ReadPlan }>();

  /** The plan that was used last for a caller's way of asking, which is known before the template is. */
  guess(asked: string): ReadPlan | undefined {
    return this.#guesses.get(asked);
  }

  /** Remembers which plan served a way of asking. */
  remember(asked: string, plan: ReadPlan): void {
    this.#guesses.delete(asked);
    this.#guesses.set(asked, plan);
    dropOldest(this.#guesses);
  }

  /** The plan for what is named by all of `parts`; empty at first. */
  of(scope: PlanScope, parts: readonly string[]): ReadPlan {
    const key = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
    const known = this.#plans.get(key);
    const plan = known?.scope.contract === scope.contract ? known.plan : new ReadPlan(scope);
    this.#plans.delete(key);
    this.#plans.set(key, { scope, plan });
    dropOldest(this.#plans);
    return plan;
  }
}

const dropOldest = (kept: Map<string, unknown>): void => {
  const [oldest] = kept.keys();
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
};
