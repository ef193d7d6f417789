import { readdirSync } from 'node:fs';
import { inRepository } from './repository.ts';

export type Generator = { name: string; script: string };

/** Renderers that live with what they render. */
const ofRooms: readonly Generator[] = [
  { name: 'OpenAPI', script: 'apps/api/src/platform/render-openapi.ts' },
  { name: 'SQL of hot paths', script: 'packages/database/src/development/render-sql.ts' },
];

/** Every program that renders something into the repository; with `--check` it only tells whether that is up to date. */
export function generators(): Generator[] {
  const directory = 'tools/start/src/generate';
  const own = readdirSync(inRepository(directory))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => ({ name: file.replace('.ts', '').replaceAll('-', ' '), script: `${directory}/${file}` }));
  return [...own, ...ofRooms];
}
