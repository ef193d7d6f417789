import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROUTES } from '@devpulse/contracts/routes';
import { renderOpenapi } from './openapi.ts';

/** Writes docs/api/openapi.json; with `--check`, only says whether it is up to date (exit status 1 when it is not). */
const FILE = path.resolve(import.meta.dirname, '../../../../docs/api/openapi.json');

const rendered = `${JSON.stringify(renderOpenapi(ROUTES), null, 2)}\n`;
if (!process.argv.includes('--check')) {
  mkdirSync(path.dirname(FILE), { recursive: true });
  writeFileSync(FILE, rendered);
} else if (readCurrent() !== rendered) {
  process.stderr.write('docs/api/openapi.json does not match the contracts. Run `npm run generate`.\n');
  process.exitCode = 1;
}

function readCurrent(): string {
  try {
    return readFileSync(FILE, 'utf8');
  } catch {
    return '';
  }
}
