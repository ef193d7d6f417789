import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inRepository } from '../repository.ts';
import { electron, findPart } from '../test-parts.ts';
import { LONGEST } from './longest-first.ts';
import { isRequired, type ProjectName, projects } from './projects.ts';

test('where everything is required, only what machines for releases have may be missing, unless it was asked for', () => {
  const names = Object.keys(projects) as ProjectName[];
  expect(names.filter((name) => !isRequired(name, false))).toEqual(['electron']);
  expect(names.filter((name) => !isRequired(name, true))).toEqual([]);
});

test('the npm package of Electron, which comes without its program, does not pass for it', () => {
  const PATH = inRepository('node_modules/.bin');
  expect(findPart({ ...electron, names: ['electron'] }, { PATH })).toBeDefined();
  expect(findPart(electron, { PATH })).toBeUndefined();
});

test('the files that begin first are there', () => {
  expect(LONGEST.filter((file) => !existsSync(inRepository(file)))).toEqual([]);
});
