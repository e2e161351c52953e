#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { sourceFiles } from './files.mjs';

const FILE_LINES = { warn: 300, fail: 400, test: 600 };
const FUNCTION_LINES = 40;
const ENTITY_LINES = 60;
const TEST = /(\.test\.tsx?$|\/test\/|\/e2e\/)/;

const root = resolve(process.argv[2] ?? join(import.meta.dirname, '../..'));

/** Line numbers of a file that hold code, not only blanks or comments. */
function codeLines(source) {
  const lines = new Set();
  const visit = (node) => {
    if (node.kind >= ts.SyntaxKind.FirstJSDocNode && node.kind <= ts.SyntaxKind.LastJSDocNode) return;
    const children = node.getChildren(source);
    if (children.length > 0) return children.forEach(visit);
    if (node.getWidth(source) === 0) return;
    const first = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
    const last = source.getLineAndCharacterOfPosition(node.getEnd()).line;
    for (let line = first; line <= last; line += 1) lines.add(line);
  };
  visit(source);
  return lines;
}

const nameOf = (node) => node.name?.getText() ?? node.parent?.name?.getText?.() ?? 'a function';

function longFunctions(file, source, lines) {
  const found = [];
  const visit = (node) => {
    if (ts.isFunctionLike(node) && node.body) {
      const first = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
      const last = source.getLineAndCharacterOfPosition(node.getEnd()).line;
      let size = 0;
      for (let line = first; line <= last; line += 1) if (lines.has(line)) size += 1;
      if (size > FUNCTION_LINES)
        found.push(`${file}:${first + 1} ${nameOf(node)} has ${size} lines of code; at most ${FUNCTION_LINES}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function problemsOf(file) {
  const text = readFileSync(join(root, file), 'utf8');
  const total = text.split('\n').length - 1;
  const isTest = TEST.test(file);
  const limit = isTest ? FILE_LINES.test : FILE_LINES.fail;
  const problems = total > limit ? [`${file} has ${total} lines; at most ${limit}`] : [];
  if (isTest) return problems;
  if (total > FILE_LINES.warn && total <= limit) console.log(`${file} has ${total} lines; aim at 200`);
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const lines = codeLines(source);
  if (file.endsWith('.entity.ts') && lines.size > ENTITY_LINES)
    problems.push(`${file} has ${lines.size} lines of code; an entity has at most ${ENTITY_LINES}`);
  return [...problems, ...longFunctions(file, source, lines)];
}

const folders = ['packages', 'apps', 'tools', 'plugins'].filter((folder) => existsSync(join(root, folder)));
const files = folders.flatMap((folder) => sourceFiles(root, folder));
const problems = files.flatMap(problemsOf);
for (const problem of problems) console.error(problem);
console.log(`${files.length} files, ${problems.length} too long`);
process.exitCode = problems.length === 0 ? 0 : 1;
