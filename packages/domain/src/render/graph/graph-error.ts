/** A question of a template that can't be answered; `kind` is the class Django or Python would raise. */
export class GraphError extends Error {
  readonly kind: 'FieldError' | 'ValueError' | 'LimitExceeded';

  constructor(kind: GraphError['kind'], message: string) {
    super(message);
    this.name = 'GraphError';
    this.kind = kind;
  }
}
