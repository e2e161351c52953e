import { raise } from '../errors.ts';
import { stringOutput, type Activation } from '../runtime/activation.ts';
import { Markup, type Value } from '../values/model.ts';
import { escape, str } from '../values/text.ts';
import type { Eval, Exec, Scope } from './scope.ts';

/** In a template that extends another, text outside blocks is dropped once `extends` ran. */
export function unlessExtended(scope: Scope, run: Exec): Exec {
  if (!scope.flags.outputChecked) return run;
  if (scope.compilation.knownExtends) return () => 0;
  return (a) => (a.parentTemplate ? 0 : run(a));
}

/** Prints a value, escaped where that is on. */
export function write(a: Activation, value: Value): void {
  if (a.site.autoescape) a.out.add(escape(value).text);
  else a.out.add(typeof value === 'string' ? value : str(value));
}

/** Runs a body into an output of its own and gives its text. */
export function captured(body: Exec): Eval {
  return (a) => {
    const outer = a.out;
    a.out = stringOutput();
    try {
      const signal = body(a);
      if (signal !== 0) raise('TemplateRuntimeError', 'a loop cannot be left from inside a captured block');
      return a.site.autoescape ? new Markup(a.out.text) : a.out.text;
    } finally {
      a.out = outer;
    }
  };
}
