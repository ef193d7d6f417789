import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { images } from './images.ts';

/** Writes `resources/` anew: `node apps/desktop/images/draw.ts`. A test holds the files to it. */
for (const [name, draw] of images) {
  const file = path.join(import.meta.dirname, '../resources', name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, draw());
}
