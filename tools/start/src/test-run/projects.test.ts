import { expect, test } from 'vitest';
import { isRequired, type ProjectName, projects } from './projects.ts';

test('where everything is required, only what machines for releases have may be missing, unless it was asked for', () => {
  const names = Object.keys(projects) as ProjectName[];
  expect(names.filter((name) => !isRequired(name, false))).toEqual(['electron']);
  expect(names.filter((name) => !isRequired(name, true))).toEqual([]);
});
