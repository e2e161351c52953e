import { Tuple, type Value } from '../values/model.ts';

/** A group of `groupby`: a pair that also answers `grouper` and `list`. */
export class GroupTuple extends Tuple {
  constructor(
    readonly grouper: Value,
    readonly list: Value[],
  ) {
    super([grouper, list]);
  }
}
