import { createHash } from 'node:crypto';
import { ReadPlan, type PlanScope } from './read-plan.ts';

const KEPT = 500;

/** Plans of templates, the last used kept longest. */
export class ReadPlans {
  readonly #plans = new Map<string, { readonly scope: PlanScope; readonly plan: ReadPlan }>();

  /** The plan for what is named by all of `parts`; empty at first. */
  of(scope: PlanScope, parts: readonly string[]): ReadPlan {
    const key = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
    const known = this.#plans.get(key);
    const plan = known?.scope.contract === scope.contract ? known.plan : new ReadPlan(scope);
    this.#plans.delete(key);
    this.#plans.set(key, { scope, plan });
    const [oldest] = this.#plans.keys();
    if (this.#plans.size > KEPT && oldest !== undefined) this.#plans.delete(oldest);
    return plan;
  }
}
