import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { sourceFiles } from './files.mjs';

const WORDS = /^(device|rack|cable|vlan|vrf|circuit|manufacturer|powerfeed|netbox)s?$/i;

const parts = (text) => text.replace(/([a-z0-9])([A-Z])/g, '$1 $2').split(/[^A-Za-z0-9]+/);

function wordsIn(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found = [];
  const visit = (node) => {
    const named = ts.isIdentifier(node) || ts.isStringLiteralLike(node);
    const word = named && parts(node.text).find((part) => WORDS.test(part));
    if (word) found.push({ word, line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1 });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Places where the engine's code speaks of networks, which it must not know; tests may. */
export function engineWords(root) {
  if (!existsSync(join(root, 'packages/engine/src'))) return [];
  return sourceFiles(root, 'packages/engine/src')
    .filter((file) => !file.endsWith('.test.ts'))
    .flatMap((file) =>
      wordsIn(file, readFileSync(join(root, file), 'utf8')).map(
        ({ word, line }) => `${file}:${line} says "${word}": the engine names no entity (engine-words)`,
      ),
    );
}
